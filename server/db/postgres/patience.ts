import type pg from 'pg';
import { isReadOnly } from './postgres-errors.ts';

/** How long a statement may take, in milliseconds. Zero: as long as it takes. */
export type Patience = {
  /** PostgreSQL ends a statement that takes longer, and a transaction that is left idle for so long. */
  statement: number;
  /** Without an answer for so long the connection counts as lost. Longer than `statement`. */
  answer: number;
};

/**
 * A server's statements take milliseconds, and wait for others at most a few seconds. Where bytes vanish on the way to
 * PostgreSQL, TCP alone would wait for a quarter of an hour.
 */
export const serverPatience: Patience = { statement: 15_000, answer: 20_000 };

/** For migrations and backups. */
export const endless: Patience = { statement: 0, answer: 0 };

/** The settings of a connection's session. */
export function sessionSettings({ statement }: Patience): string {
  return `set search_path to public; set statement_timeout to ${statement};
    set idle_in_transaction_session_timeout to ${statement}`;
}

/**
 * Ends the connection when an answer is late, or when it leads to a PostgreSQL that takes no changes: the pool then
 * replaces it, perhaps by one to another PostgreSQL. The driver's own `query_timeout` would leave it in the pool, where the
 * next statement waits behind the lost one.
 */
export function endIfUseless(client: pg.PoolClient, { answer }: Patience): void {
  if (answer === 0) return;
  const query = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>;
  const limited = (...given: unknown[]) => {
    const late = Object.assign(new Error('PostgreSQL has not answered in time'), { code: 'ETIMEDOUT' });
    const timer = setTimeout(() => client.connection.stream.destroy(late), answer);
    return query(...given)
      .catch((error) => {
        if (isReadOnly(error)) client.connection.stream.destroy();
        throw error;
      })
      .finally(() => clearTimeout(timer));
  };
  client.query = limited as typeof client.query;
}
