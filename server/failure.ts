import type * as z from 'zod';
import type { ErrorKind, Failure, Outcome } from '../protocol/wire/error.ts';

export function failure(kind: ErrorKind, message: string): Failure {
  return { ok: false, kind, message };
}

/** PostgreSQL stores no text with it, and what one server takes, every other one must be able to. */
function hasNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  return typeof value === 'object' && value !== null && Object.values(value).some(hasNul);
}

/** Parses untrusted input. A refusal is a sentence for people that names the first invalid field. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): Outcome<z.output<Schema>> {
  const parsed = parseEnvelope(schema, input);
  return parsed.ok && hasNul(parsed.data)
    ? failure('invalid', 'The character U+0000 can’t be part of a text.')
    : parsed;
}

/** The same for what holds inputs that are parsed one by one, each with an answer of its own. */
export function parseEnvelope<Schema extends z.ZodType>(
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
