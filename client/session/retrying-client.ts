import type { Clock } from '../../common/clock.ts';
import type { Connectivity } from '../realtime/connectivity.ts';
import { retryAfterReconnect } from '../realtime/retry-after-reconnect.ts';
import type { RequestFailure, ServerClient } from './server-client.ts';

/** An answer that has not arrived after this many milliseconds may never arrive if its connection is gone. */
const patience = 1_000;

/** The same client, but it repeats idempotent requests after a reconnect instead of waiting on a dead connection. */
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
          isAborted: (answer) => !answer.ok && answer.kind === 'offline',
        },
        async (signal) => {
          const answer = await client.request({ ...request, signal });
          if (answer.ok) return answer;
          // The last attempt knows nothing about those before it.
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
