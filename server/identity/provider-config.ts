import * as z from 'zod';
import type { Outcome } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';

/** An OpenID Connect provider with which people may sign in. */
export type ProviderConfig = {
  /** In its routes: `/api/auth/<name>`. */
  name: string;
  /** On the buttons. */
  label: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
};

const variable = /^OIDC_([A-Z][A-Z0-9_]*?)_(ISSUER|CLIENT_ID|CLIENT_SECRET|LABEL)$/;

/** Second words of other routes under `/api/auth`, and better-auth's name for a password. */
export const reservedNames = new Set([
  'account',
  'credential',
  'export',
  'identities',
  'me',
  'providers',
  'second-factor',
  'sessions',
]);

const knownProviders: Record<string, { issuer: string; label: string } | undefined> = {
  google: { issuer: 'https://accounts.google.com', label: 'Google' },
};

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Reads `OIDC_<NAME>_ISSUER`, `_CLIENT_ID`, `_CLIENT_SECRET` and, optionally, `_LABEL`. */
export function readProviders(environment: NodeJS.ProcessEnv): Outcome<ProviderConfig[]> {
  const found = new Map<string, Record<string, string>>();
  for (const [key, value] of Object.entries(environment)) {
    const [, name = '', part = ''] = variable.exec(key) ?? [];
    if (name !== '' && value) found.set(name, { ...found.get(name), [part]: value });
  }
  const providers: ProviderConfig[] = [];
  const mistakes: string[] = [];
  for (const [key, parts] of [...found].sort()) {
    const name = key.toLowerCase().replaceAll('_', '-');
    const issuer = parts.ISSUER ?? knownProviders[name]?.issuer;
    const { CLIENT_ID: clientId, CLIENT_SECRET: clientSecret } = parts;
    if (reservedNames.has(name)) mistakes.push(`OIDC_${key} can’t be used: choose another name.`);
    else if (!clientId || !clientSecret || !issuer)
      mistakes.push(`OIDC_${key} needs _ISSUER, _CLIENT_ID and _CLIENT_SECRET.`);
    else if (!isIssuer(issuer)) mistakes.push(`OIDC_${key}_ISSUER must be an address with https://.`);
    else {
      const label = parts.LABEL ?? knownProviders[name]?.label ?? titleOf(name);
      providers.push({ name, label: label.slice(0, 40), issuer, clientId, clientSecret });
    }
  }
  return mistakes.length > 0 ? failure('invalid', mistakes.join(' ')) : { ok: true, data: providers };
}

/** Plain http is for providers on this machine only: anyone between could sign in as anyone. */
function isIssuer(text: string): boolean {
  const url = z.url({ protocol: /^https?$/ }).safeParse(text).success ? new URL(text) : null;
  return url?.protocol === 'https:' || (url !== null && loopbackHosts.has(url.hostname));
}

const titleOf = (name: string) =>
  name.replaceAll('-', ' ').replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
