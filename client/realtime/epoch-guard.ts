import type { Log } from '../common/log.ts';
import { clientText } from '../text.ts';
import type { Connection } from './connection.ts';
import type { OnlinePeriods } from './online-periods.ts';

/**
 * Ends a connection when the epoch (the life of the server's database) is no longer the one in which the connection was
 * opened. After a backup was restored, pokes of the overwritten past may still arrive on an old connection. Pokes don't
 * name their epoch, so they must never reach a follower of the new one.
 */
export type EpochGuard = {
  /** Whether the epoch of the current connection is known. */
  isKnown(): boolean;
  /** The server named its epoch on the connection itself. The first one counts. */
  learn(epoch: string): void;
  /** The server named its epoch. Returns false if the connection is ended because of it, or has ended already. */
  accept(epoch: string): boolean;
};

export function createEpochGuard(parts: {
  connection: Pick<Connection, 'reconnect'>;
  periods: OnlinePeriods;
  log: Log;
}): EpochGuard {
  const { connection, periods, log } = parts;
  let epochOfConnection: string | null = null;
  periods.onBegin(() => {
    epochOfConnection = null;
  });
  return {
    isKnown: () => epochOfConnection !== null,
    learn(epoch) {
      epochOfConnection ??= epoch;
    },
    accept(epoch) {
      if (epochOfConnection !== null && epochOfConnection !== epoch) {
        log.info({ was: epochOfConnection, is: epoch }, 'The server has another database; reconnecting');
        connection.reconnect(clientText.serverRestored);
      }
      return !periods.signal().aborted;
    },
  };
}
