import { failure } from '../../failure.ts';

const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code);

/** A text that PostgreSQL can't store: it has the character U+0000. */
export function isUnstorable(error: unknown): boolean {
  return codeOf(error) === '22021';
}

/**
 * It is shut down, starts, lacks connections, memory or room, has ended what took too long, refuses the server's user
 * (28000, 28P01), has lost the database (3D000), or takes no changes (25006); or the way to it is broken.
 */
const lost =
  /^(?:08...|28000|28P01|25006|25P03|3D000|53...|57P..|57014|ECONN(?:REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|E(?:HOST|NET)(?:UNREACH|DOWN)|ENETRESET|EADDRNOTAVAIL)$/;

/** The driver gives these no code. */
const lostMessage =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered)/;

/** No connection could be made, for whatever reason: a certificate, a name, a password. */
const notConnected = new WeakSet<Error>();

/** Lets `isUnreachable` know that this error kept a connection from being made. */
export function markUnreachable(error: Error): Error {
  notConnected.add(error);
  return error;
}

/** Whether PostgreSQL can't be used at the moment: what is refused because of it can be tried again. */
export function isUnreachable(error: unknown): boolean {
  return (
    notConnected.has(error as Error) ||
    lost.test(codeOf(error)) ||
    lostMessage.test(String((error as Error | null)?.message))
  );
}

/** It takes no changes: a standby, as the former primary is after a failover, or one that is set to read-only. */
export function isReadOnly(error: unknown): boolean {
  return codeOf(error) === '25006';
}

export const unreachable = failure(
  'unavailable',
  'The server can’t use its database at the moment. Nothing is lost.',
);
