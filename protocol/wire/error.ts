import * as z from 'zod';

/**
 * Why a request was refused: one word for each thing that a client can do about it.
 *
 * The HTTP status follows from the kind, so the two can't disagree. `no-space` is a 500, because the documented statuses
 * have no 507.
 */
export const errorStatus = {
  invalid: 400,
  'unsupported-type': 400,
  'empty-file': 400,
  'expired-link': 400,
  unauthorised: 401,
  /** The password is right, and a code is needed besides (`challenge`). */
  'second-factor': 401,
  forbidden: 403,
  'foreign-origin': 403,
  'not-found': 404,
  conflict: 409,
  incomplete: 409,
  'size-mismatch': 409,
  'hash-mismatch': 409,
  'too-large': 413,
  quota: 413,
  'rate-limited': 429,
  internal: 500,
  'no-space': 500,
  /** The server is stopping, or can't reach what it keeps its data in. */
  unavailable: 503,
} as const;

export type ErrorKind = keyof typeof errorStatus;

export const errorKindSchema = z.enum(Object.keys(errorStatus) as [ErrorKind, ...ErrorKind[]]);

/** The body of each answer that is not 2xx. `error` is a sentence that can be shown to a person. */
export const errorBodySchema = z.object({
  error: z.string(),
  kind: errorKindSchema,
  statusCode: z.number().int(),
  /** Of `second-factor`: for the second step of the sign-in. */
  challenge: z.string().max(100).optional(),
  /** Names this request in the server's log. */
  requestId: z.string().max(128).optional(),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

/** Screens show refusals, and a server may send anything. */
const longestSentence = 500;

/** A refusal as a client reads it: a kind that a later version added becomes the known one of the same status. */
export function readErrorBody(body: unknown): ErrorBody | null {
  const parsed = looseErrorBodySchema.safeParse(body);
  if (!parsed.success || parsed.data.error.trim() === '') return null;
  const { error, kind, ...rest } = parsed.data;
  return { ...rest, error: error.slice(0, longestSentence), kind: knownKind(kind, rest.statusCode) };
}

const looseErrorBodySchema = errorBodySchema.extend({ kind: z.string() });

/** The kind itself if this version knows it, else the most general one of its status. */
export function knownKind(kind: string, statusCode: number | undefined): ErrorKind {
  if (Object.hasOwn(errorStatus, kind)) return kind as ErrorKind;
  if (statusCode !== undefined && statusCode >= 500) return 'internal';
  return (statusCode !== undefined && kindOfStatus[statusCode]) || 'invalid';
}

const kindOfStatus: Record<number, ErrorKind> = {
  401: 'unauthorised',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  413: 'too-large',
  429: 'rate-limited',
};

/** An expected failure as a value. */
export type Failure<Kind extends string = ErrorKind> = {
  ok: false;
  kind: Kind;
  message: string;
  /** Of `second-factor`. */
  challenge?: string | undefined;
};
export type Outcome<Data, Kind extends string = ErrorKind> = { ok: true; data: Data } | Failure<Kind>;

/** Whether the server may have done what was asked although it answered so: nobody knows until it is asked again. */
export function mayHaveApplied(kind: string): boolean {
  return kind === 'internal' || kind === 'unavailable';
}

/** Whether a retry of the same request can't succeed: the request is refused for good. */
export function isPermanent(kind: ErrorKind): boolean {
  const status = errorStatus[kind];
  return (
    status >= 400 &&
    status < 500 &&
    kind !== 'unauthorised' &&
    kind !== 'rate-limited' &&
    kind !== 'quota' &&
    kind !== 'incomplete'
  );
}
