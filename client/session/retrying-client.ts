import type { Clock } from '../../common/clock.ts';
import type { Connectivity } from '../realtime/connectivity.ts';
import { retryAfterReconnect } from '../realtime/retry-after-reconnect.ts';
import type { RequestFailure, ServerClient } from './server-client.ts';

/** An answer that is still to come so long after its request may never come, if the line of that time is gone. */
const patience = 1_000;

/** The same client, which asks again what it may, when a new line was opened, instead of waiting on a dead connection. */
export function retryingClient(
  client: ServerClient,
  parts: { connectivity: Connectivity; clock: Clock },
): ServerClient {
  return {
    ...client,
    async request(request) {
      if (request.method !== 'GET' && !request.isRepeatable) return client.request(request);
      let mayHaveArrived = false;
      return retryAfterReconnect(
        {
          ...{ ...parts, patience, signal: request.signal },
          isBrokenOff: (answer) => !answer.ok && answer.kind === 'offline',
        },
        async (signal) => {
          const answer = await client.request({ ...request, signal });
          if (answer.ok) return answer;
          // The last attempt can't say it of those before it.
          if (mayHaveArrived) return withoutNeverSent(answer);
          mayHaveArrived = !answer.wasNeverSent;
          return answer;
        },
      );
    },
  };
}

function withoutNeverSent({ wasNeverSent: _, ...failure }: RequestFailure): RequestFailure {
  return failure;
}
