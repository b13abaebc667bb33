import {
  createServerClient,
  type ServerClientDependencies,
} from '../../client/session/create-server-client.ts';
import type { AccountClient } from '../../client/session/server-client.ts';
import { sessionText } from '../text/session.ts';
import type { CookieJar } from './cookie-jar.ts';
import { userAgent } from './user-agent.ts';

export type NodeClientDependencies = Omit<
  ServerClientDependencies,
  'authenticationHeaders' | 'describeFailure' | 'wasNeverSent' | 'onHeaders'
> & {
  cookies: CookieJar;
  /** The server set a new cookie, or removed one. */
  onCookies?(): void;
};

/** HTTP by Node's own fetch. It sends no `Origin`, so the server authenticates it by its cookie alone. */
export function createNodeClient(dependencies: NodeClientDependencies): AccountClient {
  const { cookies, onCookies, ...others } = dependencies;
  return createServerClient({
    ...others,
    authenticationHeaders: () => {
      const cookie = cookies.header();
      return { 'user-agent': userAgent, ...(cookie === '' ? {} : { cookie }) };
    },
    describeFailure: (error) => describeNetworkError(error, others.serverUrl),
    wasNeverSent,
    onHeaders: (headers) => {
      if (cookies.receive(headers)) onCookies?.();
    },
  });
}

const codesBeforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function wasNeverSent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && codesBeforeSending.has(String(cause.code));
}

/** The error that undici hides in `cause`, in a sentence. */
export function describeNetworkError(error: unknown, serverUrl: string): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (error instanceof Error && error.name === 'TimeoutError') return sessionText.timedOut(serverUrl);
  if (code === 'ECONNREFUSED') return sessionText.refused(serverUrl);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return sessionText.unknownAddress(serverUrl);
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER') return sessionText.noHttps(serverUrl);
  if (code.startsWith('ERR_TLS') || code.includes('CERT')) return sessionText.untrusted(serverUrl, code);
  return sessionText.unreachable(serverUrl, code);
}
