import * as z from 'zod';

/**
 * Why a request was refused, one word for each thing a client may do about it.
 *
 * The HTTP status is derived from the kind, so the two can't disagree. `no-space` is a 500: the
 * documented statuses have no 507.
 */
export const errorStatus = {
  invalid: 400,
  'unsupported-type': 400,
  'empty-file': 400,
  unauthorised: 401,
  forbidden: 403,
  'foreign-origin': 403,
  'not-found': 404,
  conflict: 409,
  incomplete: 409,
  'size-mismatch': 409,
  'hash-mismatch': 409,
  'too-large': 413,
  'rate-limited': 429,
  internal: 500,
  'no-space': 500,
} as const;

export type ErrorKind = keyof typeof errorStatus;

export const errorKindSchema = z.enum(Object.keys(errorStatus) as [ErrorKind, ...ErrorKind[]]);

/** The body of each answer that is not 2xx. `error` is a sentence fit to be shown to a person. */
export const errorBodySchema = z.object({
  error: z.string(),
  kind: errorKindSchema,
  statusCode: z.number().int(),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

/** An expected failure as a value. */
export type Failure<Kind extends string = ErrorKind> = { ok: false; kind: Kind; message: string };
export type Outcome<Data, Kind extends string = ErrorKind> = { ok: true; data: Data } | Failure<Kind>;

/** Kinds that a retry of the same request can't mend: what was asked for is refused for good. */
export function isPermanent(kind: ErrorKind): boolean {
  const status = errorStatus[kind];
  return (
    status >= 400 &&
    status < 500 &&
    kind !== 'unauthorised' &&
    kind !== 'rate-limited' &&
    kind !== 'incomplete'
  );
}
