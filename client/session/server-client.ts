import type * as z from 'zod';
import type { ErrorKind, Failure } from '../../protocol/wire/error.ts';

/** Beside the server's own kinds: the server can't be reached, or no one is signed in. */
export type RequestFailureKind = ErrorKind | 'offline' | 'signed-out';

/** `wasNeverSent`: there was no connection to send it on, so the server can't have done anything of it. */
export type RequestFailure = Failure<RequestFailureKind> & { wasNeverSent?: true };

export type ServerRequest<Data> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Begins with `/api/`. */
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  /** What the answer must look like; an answer of another shape (a captive portal's page) counts as `offline`. */
  schema: z.ZodType<Data>;
  signal?: AbortSignal;
  /** Sent twice it does what it does once. Taken for granted of a GET. */
  isRepeatable?: true;
};

/** HTTP to one server as one account. Failures that can be expected are values; only bugs throw. */
export type ServerClient = {
  readonly serverUrl: string;
  request<Data>(request: ServerRequest<Data>): Promise<{ ok: true; data: Data } | RequestFailure>;
  /** What authenticates a request made by another library (tus): read anew for each request, never kept. */
  authenticationHeaders(): Record<string, string>;
};
