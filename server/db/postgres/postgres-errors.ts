import { failure } from '../../failure.ts';

const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code);

/** A text that PostgreSQL can't store: it has the character U+0000. */
export function isUnstorable(error: unknown): boolean {
  return codeOf(error) === '22021';
}

/**
 * It is shut down, starts, has no connection left, or has ended what took too long; or the way to it is broken. Classes 08
 * and 57P, 53300, 57014 and 25P03.
 */
const lost =
  /^(?:08...|57P..|53300|57014|25P03|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)$/;

/** The driver gives these no code. */
const lostMessage =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered)/;

/** Whether PostgreSQL can't be reached at the moment. */
export function isUnreachable(error: unknown): boolean {
  return lost.test(codeOf(error)) || lostMessage.test(String((error as Error | null)?.message));
}

export const unreachable = failure(
  'unavailable',
  'The server can’t reach its database at the moment. Nothing is lost.',
);
