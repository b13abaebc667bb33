import type { ServerClient } from './server-client.ts';

/** The same client, which tells why a request didn't reach the server. */
export function reportingClient(client: ServerClient, explain: (reason: string) => void): ServerClient {
  return {
    ...client,
    async request(request) {
      const answer = await client.request(request);
      const isUnreached = !answer.ok && answer.kind === 'offline' && !request.signal?.aborted;
      if (isUnreached) explain(answer.message);
      return answer;
    },
  };
}
