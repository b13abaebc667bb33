import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseSetCookie } from '../../main/session/cookie-jar.ts';
import type { ProviderConfig } from '../../server/identity/provider-config.ts';
import { request, type TestAnswer } from './server.ts';

const program = fileURLToPath(new URL('../fixtures/oidc-provider/provider.ts', import.meta.url));

export type ProviderUser = { sub: string; email?: string; email_verified?: boolean; name?: string };

/** An OpenID Connect provider: `oidc-provider` as a process of its own. */
export type TestProvider = {
  config: ProviderConfig;
  /** The person who is signed in there, and how it behaves. */
  control(changes: {
    redirectUris?: string[];
    user?: ProviderUser;
    isAsking?: boolean;
    isRefusing?: boolean;
    codeSeconds?: number;
  }): Promise<void>;
  stop(): Promise<void>;
};

export async function startProvider(name = 'google'): Promise<TestProvider> {
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  child.stderr.on('data', (chunk) => said.push(String(chunk)));
  const lines = createInterface(child.stdout);
  const ended = once(child, 'exit').then(() => {
    throw new Error(`The provider ended: ${said.join('')}`);
  });
  const [issuer] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  ended.catch(() => {});
  return {
    config: { name, label: 'Google', issuer, clientId: 'bandmate', clientSecret: 'a secret of the test' },
    async control(changes) {
      const { status } = await request({ url: issuer }, 'POST', '/control', changes);
      if (status !== 204) throw new Error(`The provider answered ${status}`);
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}

/** A browser without a screen: it keeps cookies by host and follows redirects. */
export type TestBrowser = {
  /** Follows redirects until an answer is none, or leads to an address for which `stopsAt` is true. */
  go(address: string, stopsAt?: (address: string) => boolean): Promise<TestAnswer & { address: string }>;
  cookie(address: string): string;
  setCookie(address: string, cookie: string): void;
};

export function createTestBrowser(): TestBrowser {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (address: string) => {
    const { host } = new URL(address);
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };
  const cookie = (address: string) =>
    [...jarOf(address)].map(([name, value]) => `${name}=${value}`).join('; ');
  return {
    cookie,
    setCookie(address, pairs) {
      for (const pair of pairs.split('; ')) {
        const equals = pair.indexOf('=');
        jarOf(address).set(pair.slice(0, equals), pair.slice(equals + 1));
      }
    },
    async go(address, stopsAt = () => false) {
      let next = address;
      for (let steps = 0; steps < 20; steps += 1) {
        const { origin, pathname, search } = new URL(next);
        const headers = { cookie: cookie(next), accept: 'text/html' };
        const answer = await request({ url: origin }, 'GET', pathname + search, undefined, headers);
        for (const line of answer.headers.getSetCookie()) {
          const parsed = parseSetCookie(line, Date.now());
          if (!parsed) continue;
          if (parsed.value === '' || (parsed.expiresAt ?? Number.POSITIVE_INFINITY) <= Date.now()) {
            jarOf(next).delete(parsed.name);
          } else jarOf(next).set(parsed.name, parsed.value);
        }
        const location = answer.headers.get('location');
        if (location === null) return { ...answer, address: next };
        next = new URL(location, next).href;
        if (stopsAt(next) || new URL(next).hash !== '') return { ...answer, address: next };
      }
      throw new Error(`Too many redirects from ${address}`);
    },
  };
}
