import {
  type ServerClientDependencies as ClientDependencies,
  createServerClient as createClient,
} from '../../client/session/create-server-client.ts';
import type { ServerClient } from '../../client/session/server-client.ts';
import type { CookieJar } from './cookie-jar.ts';

export type ServerClientDependencies = Omit<
  ClientDependencies,
  'authenticationHeaders' | 'describeFailure' | 'wasNeverSent' | 'onHeaders'
> & {
  cookies: CookieJar;
  /** The server gave a new cookie, or ended one. */
  onCookies?(): void;
};

/** HTTP by Node's own fetch. It sends no `Origin`, so the server judges it by its cookie alone, which is kept here. */
export function createServerClient(dependencies: ServerClientDependencies): ServerClient {
  const { cookies, onCookies, ...others } = dependencies;
  return createClient({
    ...others,
    authenticationHeaders: () => {
      const cookie = cookies.header();
      return cookie === '' ? {} : ({ cookie } as Record<string, string>);
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

/** What undici hides in `cause`, in a sentence. */
export function describeNetworkError(error: unknown, serverUrl: string): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (error instanceof Error && error.name === 'TimeoutError') return `${serverUrl} did not answer in time.`;
  if (code === 'ECONNREFUSED') return `Nothing answers at ${serverUrl}. Is the server running?`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `The address ${serverUrl} can't be found.`;
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER')
    return `What answers at ${serverUrl} does not speak https. If it is your band’s own server without a proxy, write http:// before its address.`;
  if (code.startsWith('ERR_TLS') || code.includes('CERT'))
    return `${serverUrl} has no certificate this machine trusts (${code}).`;
  return `${serverUrl} can't be reached${code ? ` (${code})` : ''}.`;
}
