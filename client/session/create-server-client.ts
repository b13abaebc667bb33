import { type Clock, systemClock } from '../../common/clock.ts';
import { type Failure, readErrorBody } from '../../protocol/wire/error.ts';
import { protocolHeader } from '../../protocol/wire/version.ts';
import type { Log } from '../common/log.ts';
import type { RequestFailureKind, ServerClient, ServerRequest } from './server-client.ts';
import { strangerMessage } from './stranger.ts';

export type ServerClientDependencies = {
  /** An origin, without a slash at the end. */
  serverUrl: string;
  /** Asked anew for each request. Where the browser sends the cookie by itself there are none of it. */
  authenticationHeaders(): Record<string, string>;
  log: Log;
  /** A request that came to no answer, in a sentence. */
  describeFailure(error: unknown): string;
  /** Whether that failed before there was a connection on which anything could have been sent. */
  wasNeverSent?(error: unknown): boolean;
  /** What came with a good answer. */
  onHeaders?(headers: Headers): void;
  /** The band's server has answered, if only with a refusal: it can be reached. */
  onAnswered?(): void;
  /** The server does not know this session. The sign-in is not forgotten: queued work waits for the next one. */
  onUnauthorised?(message: string): void;
  /** How long the server may be silent, not how long an answer may take: a large one on a slow line must come through. */
  timeoutMilliseconds?: number;
  clock?: Clock;
  /** The one of this machine, unless another is given. */
  fetch?: typeof globalThis.fetch;
};

/**
 * HTTP by `fetch`, as Node and browsers have it. Redirects are not followed: the server makes none, so one comes from a
 * network that wants its own page shown first.
 */
export function createServerClient(dependencies: ServerClientDependencies): ServerClient {
  const { serverUrl, authenticationHeaders, log, onAnswered, onUnauthorised } = dependencies;
  const { timeoutMilliseconds = 30_000, clock = systemClock } = dependencies;
  const { fetch = globalThis.fetch } = dependencies;

  async function send(request: ServerRequest<unknown>): Promise<{ response: Response; text: string }> {
    const silence = new AbortController();
    const giveUp = () => silence.abort(new DOMException('', 'TimeoutError'));
    let cancel = clock.later(timeoutMilliseconds, giveUp);
    try {
      const response = await ask(request, silence.signal);
      const text = await readText(response, () => {
        cancel();
        cancel = clock.later(timeoutMilliseconds, giveUp);
      });
      return { response, text };
    } finally {
      cancel();
    }
  }

  function ask(request: ServerRequest<unknown>, silence: AbortSignal): Promise<Response> {
    return fetch(new URL(request.path, serverUrl), {
      method: request.method,
      redirect: 'manual',
      credentials: 'include',
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
        const failed = failure('offline', dependencies.describeFailure(error));
        return dependencies.wasNeverSent?.(error) ? { ...failed, wasNeverSent: true } : failed;
      }
      const { response, text } = answer;
      const json = parseJson(text);
      if (!response.ok) {
        const refusal = readErrorBody(json);
        if (!refusal) return failure('offline', strangerMessage(serverUrl, response.status));
        onAnswered?.();
        if (refusal.kind === 'unauthorised') onUnauthorised?.(refusal.error);
        return failure(refusal.kind, refusal.error);
      }
      const data = request.schema.safeParse(json);
      if (!data.success) {
        log.warn(
          { path: request.path, status: response.status, issues: data.error.issues.slice(0, 3) },
          'An answer is not what the protocol says',
        );
        if (!response.headers.has(protocolHeader)) {
          return failure('offline', strangerMessage(serverUrl, response.status));
        }
        onAnswered?.();
        return failure('internal', unreadableMessage);
      }
      onAnswered?.();
      dependencies.onHeaders?.(response.headers);
      return { ok: true, data: data.data };
    },
  };
}

/** `onPiece`: something has come. */
async function readText(response: Response, onPiece: () => void): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const piece = await reader?.read();
    if (!piece || piece.done) return text + decoder.decode();
    text += decoder.decode(piece.value, { stream: true });
    onPiece();
  }
}

function failure(kind: RequestFailureKind, message: string): Failure<RequestFailureKind> {
  return { ok: false, kind, message };
}

/** The server was reached; an app of another version may read it. */
const unreadableMessage =
  'The server sent an answer that this version of BandMate can’t read. Is there an update?';

function parseJson(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    // Not JSON: no schema takes `undefined`, so the caller sees it as an answer of a stranger.
    return undefined;
  }
}
