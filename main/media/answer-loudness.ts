import type { ServerClient } from '../../client/session/server-client.ts';
import type { File } from '../../protocol/wire/file.ts';
import { jsonAnswer } from './json-answer.ts';
import { fetchFrom, readAnswer } from './remote-file.ts';

const patienceMilliseconds = 30_000;

/** Loudness and its curve, from the server; 202 passes through. Throws `Unavailable`. */
export async function answerLoudness(
  file: File,
  { client, stopping }: { client: ServerClient; stopping: AbortSignal },
): Promise<Response> {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(patienceMilliseconds)]);
  const response = await fetchFrom(client, `/api/files/${file.id}/loudness`, {}, signal);
  const body = await readAnswer(response, client);
  return jsonAnswer(body, response.status, response.headers.get('retry-after'));
}
