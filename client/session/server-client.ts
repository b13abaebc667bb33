import type * as z from 'zod';
import type { NeedsUpdate } from '../../protocol/ipc/connection.ts';
import type { ErrorKind, Failure } from '../../protocol/wire/error.ts';

/** The server's own kinds, and: the server can't be reached, or nobody is signed in. */
export type RequestFailureKind = ErrorKind | 'offline' | 'signed-out';

/**
 * `wasNeverSent`: there was no connection to send it on, so the server has certainly not acted on it. `needsUpdate`: app
 * and server are too many versions apart, and this side is the older one.
 */
export type RequestFailure = Failure<RequestFailureKind> & { wasNeverSent?: true; needsUpdate?: NeedsUpdate };

export type ServerRequest<Data> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Begins with `/api/`. */
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  /** The shape of the answer; an answer of another shape (a captive portal's page) counts as `offline`. */
  schema: z.ZodType<Data>;
  signal?: AbortSignal;
  /** Idempotent: sending it twice has the effect of sending it once. Always assumed of a GET. */
  isRepeatable?: true;
};

/** HTTP to one server as one account. Expected failures are values; only bugs throw. */
export type ServerClient = {
  readonly serverUrl: string;
  request<Data>(request: ServerRequest<Data>): Promise<{ ok: true; data: Data } | RequestFailure>;
  /** Headers that authenticate a request made by another library (tus): read for each request, never kept. */
  authenticationHeaders(): Record<string, string>;
};

/** A client that also reports what its answers say about the session and the server. */
export type AccountClient = ServerClient & {
  /** The server has answered, even if only with a refusal, so it can be reached. */
  onAnswered(listener: () => void): () => void;
  /** The server rejects this session. Nobody is signed out: pending work waits for the next sign-in. */
  onUnauthorised(listener: (message: string) => void): () => void;
};
