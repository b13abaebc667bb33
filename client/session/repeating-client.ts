import type { Clock } from '../common/clock.ts';
import type { Connectivity } from '../realtime/connectivity.ts';
import { outliveLines } from '../realtime/outlive-lines.ts';
import type { ServerClient } from './server-client.ts';

/** An answer that is still to come so long after its request may never come, if the line of that time is gone. */
const patience = 1_000;

/** The same client, which asks again what it may, when a new line was opened, instead of waiting on a dead connection. */
export function repeatingClient(
  client: ServerClient,
  parts: { connectivity: Connectivity; clock: Clock },
): ServerClient {
  return {
    ...client,
    async request(request) {
      if (request.method !== 'GET' && !request.isRepeatable) return client.request(request);
      return outliveLines(
        {
          ...{ ...parts, patience, signal: request.signal },
          isBrokenOff: (answer) => !answer.ok && answer.kind === 'offline',
        },
        (signal) => client.request({ ...request, signal }),
      );
    },
  };
}
