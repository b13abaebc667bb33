import { gunzipSync, gzipSync } from 'node:zlib';
import type { ServerClient } from '../../client/session/server-client.ts';
import { differenceSchema } from '../../protocol/wire/difference.ts';
import type { File } from '../../protocol/wire/file.ts';
import { mediaText } from '../text/media.ts';
import { jsonAnswer } from './json-answer.ts';
import { fetchFrom, readAnswer } from './remote-file.ts';
import type { SoundCache } from './sound-cache.ts';
import { Unavailable } from './unavailable.ts';

/** Comparing two long sounds for the first time takes the server a while, but it answers 202 meanwhile. */
const patienceMilliseconds = 30_000;

type Sources = {
  client: ServerClient;
  cache: SoundCache;
  findFile(fileId: string): File | undefined;
  stopping: AbortSignal;
};

/**
 * The difference from the file `to`: from the disk, else from the server, which computes each once. 202 passes through.
 * Throws `Unavailable`.
 */
export async function answerDifference(
  file: File,
  to: string,
  { client, cache, findFile, stopping }: Sources,
): Promise<Response> {
  const older = findFile(to)?.sha256;
  const kept = older === undefined ? null : cache.readDifference(file.sha256, older);
  if (kept) return jsonAnswer(gunzipSync(kept));
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(patienceMilliseconds)]);
  const path = `/api/files/${file.id}/difference?to=${encodeURIComponent(to)}`;
  const response = await fetchFrom(client, path, {}, signal);
  const body = await readAnswer(response, client);
  if (response.status === 200) {
    const { success } = differenceSchema.safeParse(readJson(body));
    if (!success) throw new Unavailable('offline', mediaText.notADifference(client.serverUrl));
    if (older !== undefined) cache.putDifference(file.sha256, older, gzipSync(body));
  }
  return jsonAnswer(body, response.status, response.headers.get('retry-after'));
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
}
