import type { Clock } from '../../common/clock.ts';
import { type Failure, readErrorBody } from '../../protocol/wire/error.ts';
import { fitOfProtocol, protocolHeader, protocolVersion } from '../../protocol/wire/version.ts';
import { createListeners } from '../common/listeners.ts';
import type { Log } from '../common/log.ts';
import { clientText } from '../text.ts';
import { readBody, TooLong } from './read-body.ts';
import type { AccountClient, RequestFailureKind, ServerRequest } from './server-client.ts';
import { unexpectedAnswer } from './unexpected-answer.ts';

export type ServerClientDependencies = {
  /** An origin, without a trailing slash. */
  serverUrl: string;
  /** Called for each request. Empty where the browser sends a cookie automatically. */
  authenticationHeaders(): Record<string, string>;
  log: Log;
  /** Explains why a request got no answer, in a sentence. */
  describeFailure(error: unknown): string;
  /** Whether that failed before there was a connection on which anything could have been sent. */
  wasNeverSent?(error: unknown): boolean;
  /** The headers of each successful answer. */
  onHeaders?(headers: Headers): void;
  /** How long the server may be silent. An answer may take longer: a large one on a slow network must get through. */
  timeoutMilliseconds?: number;
  clock: Clock;
  fetch?: typeof globalThis.fetch;
};

/** The largest answer of a server, and how long one may take in all, however slowly it goes on. */
const mostBytes = 64 * 1024 ** 2;
const longestMilliseconds = 10 * 60 * 1000;

/**
 * HTTP by `fetch`, as Node and browsers have it. Redirects are not followed: the server makes none, so one comes from a
 * network that wants its own page shown first.
 */
export function createServerClient(dependencies: ServerClientDependencies): AccountClient {
  const { serverUrl, authenticationHeaders, log, clock, timeoutMilliseconds = 30_000 } = dependencies;
  const { fetch = globalThis.fetch } = dependencies;
  const answered = createListeners<void>();
  const unauthorised = createListeners<string>();

  async function send(request: ServerRequest<unknown>): Promise<{ response: Response; text: string }> {
    const silence = new AbortController();
    const giveUp = () => silence.abort(new DOMException('', 'TimeoutError'));
    let cancel = clock.later(timeoutMilliseconds, giveUp);
    const cancelLongest = clock.later(longestMilliseconds, giveUp);
    try {
      const response = await ask(request, silence.signal);
      const bytes = await readBody(response, mostBytes, () => {
        cancel();
        cancel = clock.later(timeoutMilliseconds, giveUp);
      });
      return { response, text: new TextDecoder().decode(bytes) };
    } finally {
      cancel();
      cancelLongest();
    }
  }

  function ask(request: ServerRequest<unknown>, silence: AbortSignal): Promise<Response> {
    return fetch(new URL(request.path, serverUrl), {
      method: request.method,
      redirect: 'manual',
      credentials: 'include',
      headers: {
        accept: 'application/json',
        [protocolHeader]: String(protocolVersion),
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
        if (error instanceof TooLong) return failure('offline', clientText.notBandMate(serverUrl));
        const failed = failure('offline', dependencies.describeFailure(error));
        return dependencies.wasNeverSent?.(error) ? { ...failed, wasNeverSent: true } : failed;
      }
      const { response, text } = answer;
      const misfit = misfits[fitOfProtocol(response.headers.get(protocolHeader))];
      if (misfit !== null) {
        return { ...failure('offline', misfit.sentence), needsUpdate: misfit.needsUpdate };
      }
      const json = parseJson(text);
      if (!response.ok) {
        const refusal = readErrorBody(json);
        if (!refusal) return failure('offline', unexpectedAnswer(serverUrl, response.status));
        answered.notify();
        if (refusal.kind === 'unauthorised') unauthorised.notify(refusal.error);
        const { challenge } = refusal;
        return { ...failure(refusal.kind, refusal.error), ...(challenge && { challenge }) };
      }
      const data = request.schema.safeParse(json);
      if (!data.success) {
        log.warn(
          { path: request.path, status: response.status, issues: data.error.issues.slice(0, 3) },
          'An answer does not match the protocol',
        );
        if (!response.headers.has(protocolHeader)) {
          return failure('offline', unexpectedAnswer(serverUrl, response.status));
        }
        answered.notify();
        return failure('internal', clientText.incompatibleServer);
      }
      answered.notify();
      dependencies.onHeaders?.(response.headers);
      return { ok: true, data: data.data };
    },
    onAnswered: answered.add,
    onUnauthorised: unauthorised.add,
  };
}

/** By how the server's version compares with the app's. */
const misfits = {
  fits: null,
  older: { sentence: clientText.serverTooOld, needsUpdate: 'server' },
  newer: { sentence: clientText.serverTooNew, needsUpdate: 'app' },
} as const;

function failure(kind: RequestFailureKind, message: string): Failure<RequestFailureKind> {
  return { ok: false, kind, message };
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    // Not JSON: no schema accepts `undefined`, so the caller treats it as an unexpected answer.
    return undefined;
  }
}
