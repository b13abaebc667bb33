import type { Connection } from '../realtime/connection.ts';
import type { ServerClient } from './server-client.ts';

/** The same client, but it reports why a request didn't reach the server. */
export function reportingClient(
  client: ServerClient,
  { reportUnreachable, reportMisfit }: Pick<Connection, 'reportUnreachable' | 'reportMisfit'>,
): ServerClient {
  return {
    ...client,
    async request(request) {
      const answer = await client.request(request);
      const isUnreachable = !answer.ok && answer.kind === 'offline' && !request.signal?.aborted;
      if (isUnreachable && answer.needsUpdate) reportMisfit(answer.message, answer.needsUpdate);
      else if (isUnreachable) reportUnreachable(answer.message);
      return answer;
    },
  };
}
