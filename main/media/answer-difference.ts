import type { ServerClient } from '../../client/session/server-client.ts';
import type { File } from '../../protocol/wire/file.ts';
import { fetchFrom } from './remote-file.ts';

/** Comparing two long sounds for the first time takes the server a while, but it answers 202 meanwhile. */
const patienceMilliseconds = 30_000;

/** The difference from the file `to`, as the server has it. 202 passes through. Throws `Unavailable`. */
export async function answerDifference(
  file: File,
  to: string,
  { client, stopping }: { client: ServerClient; stopping: AbortSignal },
): Promise<Response> {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(patienceMilliseconds)]);
  const path = `/api/files/${file.id}/difference?to=${encodeURIComponent(to)}`;
  const response = await fetchFrom(client, path, {}, signal);
  const retryAfter = response.headers.get('retry-after');
  return new Response(response.body, {
    status: response.status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(retryAfter !== null && { 'retry-after': retryAfter }),
    },
  });
}
