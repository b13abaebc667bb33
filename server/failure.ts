import type * as z from 'zod';
import type { ErrorKind, Failure, Outcome } from '../protocol/wire/error.ts';

export function failure(kind: ErrorKind, message: string): Failure {
  return { ok: false, kind, message };
}

/** Parses untrusted input. A refusal is a sentence for people that names the first invalid field. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): Outcome<z.output<Schema>> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { ok: true, data: parsed.data };
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.');
  const message = issue?.message ?? 'is not valid';
  return failure('invalid', field ? `${field}: ${message}` : `The request is not valid: ${message}`);
}
