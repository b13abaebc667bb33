import { type Kysely, sql } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.ts';
import { isPostgres } from '../db/dialect.ts';
import type { Database } from '../db/schema.ts';

/** The clocks of a node and of PostgreSQL may be this far apart, in milliseconds. */
const tolerance = 60_000;

/** Whether this server's clock may decide what has expired. */
export type ClockCheck = { isRight(): Promise<boolean> };

/**
 * Compares the clock with PostgreSQL's, which all nodes share: one that is far ahead would remove for everybody what is still
 * good. A server that is alone has only its own.
 */
export function createClockCheck(parts: { db: Kysely<Database>; clock: Clock; log: Logger }): ClockCheck {
  const { db, clock, log } = parts;
  let wasRight = true;

  async function readAhead(): Promise<number> {
    const began = clock.now();
    const asked = sql<{ now: number }>`select extract(epoch from clock_timestamp()) * 1000 as now`;
    const { rows } = await asked.execute(db);
    // The answer was true at some moment in between.
    return (began + clock.now()) / 2 - Number(rows[0]?.now);
  }

  return {
    async isRight() {
      if (!isPostgres(db)) return true;
      const ahead = await readAhead();
      const isRight = Math.abs(ahead) <= tolerance;
      if (isRight === wasRight) return isRight;
      wasRight = isRight;
      const seconds = Math.round(ahead / 1000);
      if (isRight) log.info('The clock is right again, and what has expired is removed');
      else
        log.warn(
          { seconds },
          'The clock of this server is wrong by more than a minute, compared with the database’s, so it removes nothing that has expired. Set it by NTP',
        );
      return isRight;
    },
  };
}
