import type { Clock } from '../../common/clock.ts';
import type { Connectivity } from '../realtime/connectivity.ts';
import { retryAfterReconnect } from '../realtime/retry-after-reconnect.ts';
import type { SendOptions, SendResult } from './transfer-results.ts';

type Send<Row> = (row: Row, options: SendOptions) => Promise<SendResult>;

/** More milliseconds than a slow network needs for the bytes that are handed to it at once. */
const patience = 5_000;

/**
 * The same, but it continues after a reconnect, from the server's offset, if the transfer died with its connection. The
 * server closes the old connection of a transfer when a new one asks for it.
 */
export function resumingSend<Row>(send: Send<Row>, connectivity: Connectivity, clock: Clock): Send<Row> {
  return (row, options) =>
    retryAfterReconnect(
      {
        ...{ connectivity, clock, patience, signal: options.signal },
        isAborted: ({ kind }) => kind === 'aborted',
      },
      (signal, progress) =>
        send(row, {
          ...options,
          signal,
          onProgress(sent) {
            progress();
            options.onProgress(sent);
          },
        }),
    );
}
