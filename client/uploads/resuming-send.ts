import { type Clock, systemClock } from '../../common/clock.ts';
import type { Connectivity } from '../realtime/connectivity.ts';
import { retryAfterReconnect } from '../realtime/retry-after-reconnect.ts';
import type { SendOptions, SendResult } from './transfer-results.ts';

type Send<Row> = (row: Row, options: SendOptions) => Promise<SendResult>;

/** Longer than a slow line takes for as much as is handed to it at once. */
const patience = 5_000;

/**
 * The same, which goes on over a new line where the old one took the transfer with it, from where the server stands. The
 * server cuts the connection that it holds for the transfer when the next one asks for it.
 */
export function resumingSend<Row>(
  send: Send<Row>,
  connectivity: Connectivity,
  clock: Clock = systemClock,
): Send<Row> {
  return (row, options) =>
    retryAfterReconnect(
      {
        ...{ connectivity, clock, patience, signal: options.signal },
        isBrokenOff: ({ kind }) => kind === 'aborted',
      },
      (signal, heard) =>
        send(row, {
          ...options,
          signal,
          onProgress(sent) {
            heard();
            options.onProgress(sent);
          },
        }),
    );
}
