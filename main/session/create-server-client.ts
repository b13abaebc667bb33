import type { Log } from '../../client/common/log.ts';
import type { RequestFailureKind, ServerClient, ServerRequest } from '../../client/session/server-client.ts';
import { errorBodySchema, type Failure } from '../../protocol/wire/error.ts';
import type { CookieJar } from './cookie-jar.ts';

export type ServerClientDependencies = {
  /** An origin, without a slash at the end. */
  serverUrl: string;
  cookies: CookieJar;
  log: Log;
  /** The server gave a new cookie, or ended one. */
  onCookies?(): void;
  /** The band's server has answered, if only with a refusal: it can be reached. */
  onAnswered?(): void;
  /** The server does not know this session. The sign-in is not forgotten: queued work waits for the next one. */
  onUnauthorised?(message: string): void;
  /** How long the server may be silent, not how long an answer may take: a large one on a slow line must come through. */
  timeoutMilliseconds?: number;
};

/**
 * HTTP by Node's own fetch. It sends no `Origin`, so the server judges it by its cookie alone. Redirects are not
 * followed: the server makes none, so one comes from a network that wants its own page shown first.
 */
export function createServerClient(dependencies: ServerClientDependencies): ServerClient {
  const { serverUrl, cookies, log, onCookies, onAnswered, onUnauthorised } = dependencies;
  const { timeoutMilliseconds = 30_000 } = dependencies;

  const authenticationHeaders = (): Record<string, string> => {
    const cookie = cookies.header();
    return cookie === '' ? {} : { cookie };
  };

  async function send(request: ServerRequest<unknown>): Promise<{ response: Response; text: string }> {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(new DOMException('', 'TimeoutError')), timeoutMilliseconds);
    try {
      const response = await ask(request, silence.signal);
      let text = '';
      for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += piece;
        timer.refresh();
      }
      return { response, text };
    } finally {
      clearTimeout(timer);
    }
  }

  function ask(request: ServerRequest<unknown>, silence: AbortSignal): Promise<Response> {
    return fetch(new URL(request.path, serverUrl), {
      method: request.method,
      redirect: 'manual',
      headers: {
        accept: 'application/json',
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...authenticationHeaders(),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      signal: request.signal ? AbortSignal.any([request.signal, silence]) : silence,
    });
  }

  return {
    serverUrl,
    authenticationHeaders,
    async request<Data>(request: ServerRequest<Data>) {
      let answer: { response: Response; text: string };
      try {
        answer = await send(request);
      } catch (error) {
        return failure('offline', describeNetworkError(error, serverUrl));
      }
      const { response, text } = answer;
      const json = parseJson(text);
      if (!response.ok) {
        const refusal = errorBodySchema.safeParse(json);
        if (!refusal.success) return failure('offline', strangerMessage(serverUrl, response.status));
        onAnswered?.();
        if (refusal.data.kind === 'unauthorised') onUnauthorised?.(refusal.data.error);
        return failure(refusal.data.kind, refusal.data.error);
      }
      const data = request.schema.safeParse(json);
      if (!data.success) {
        log.warn(
          { path: request.path, status: response.status, issues: data.error.issues.slice(0, 3) },
          'An answer is not what the protocol says',
        );
        return failure('offline', strangerMessage(serverUrl, response.status));
      }
      onAnswered?.();
      if (cookies.receive(response.headers)) onCookies?.();
      return { ok: true, data: data.data };
    },
  };
}

function failure(kind: RequestFailureKind, message: string): Failure<RequestFailureKind> {
  return { ok: false, kind, message };
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    // Not JSON: no schema takes `undefined`, so the caller sees it as an answer of a stranger.
    return undefined;
  }
}

function strangerMessage(serverUrl: string, status: number): string {
  if (status === 502 || status === 503 || status === 504)
    return `${serverUrl} is not ready to answer (${status}). It may be restarting.`;
  return `What answers at ${serverUrl} is not a BandMate server. If this network shows a sign-in page first, open it in a browser.`;
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
