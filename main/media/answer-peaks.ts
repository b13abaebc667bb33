import { decodePeaks } from '../../audio/peaks-format.ts';
import type { ServerClient } from '../../client/session/server-client.ts';
import type { File } from '../../protocol/wire/file.ts';
import { mediaText } from '../text/media.ts';
import { fetchFrom, readAnswer } from './remote-file.ts';
import type { SoundCache } from './sound-cache.ts';
import { Unavailable } from './unavailable.ts';

const patienceMilliseconds = 30_000;

/**
 * The waveform from the disk, else from the server. One that was kept without its RMS is used only if the server can't be
 * reached. 202 passes through while it is not measured. Throws `Unavailable`.
 */
export async function answerPeaks(
  file: File,
  parts: { client: ServerClient; cache: SoundCache; stopping: AbortSignal },
): Promise<Response> {
  const { client, cache, stopping } = parts;
  const kept = cache.readPeaks(file.sha256);
  if (kept && decodePeaks(kept)?.rms) return peaksResponse(kept);
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(patienceMilliseconds)]);
  let response: Response;
  try {
    response = await fetchFrom(client, `/api/files/${file.id}/peaks?detail=rms`, {}, signal);
  } catch (error) {
    if (kept && error instanceof Unavailable) return peaksResponse(kept);
    throw error;
  }
  if (response.status === 202) {
    const retryAfter = response.headers.get('retry-after') ?? '5';
    await response.body?.cancel();
    const headers = { 'retry-after': retryAfter, 'cache-control': 'no-store' };
    return Response.json({ state: 'pending' }, { status: 202, headers });
  }
  const bytes = await readAnswer(response, client);
  if (!decodePeaks(bytes)) throw new Unavailable('offline', mediaText.notAWaveform(client.serverUrl));
  cache.putPeaks(file.sha256, bytes);
  return peaksResponse(bytes);
}

function peaksResponse(bytes: Uint8Array): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/octet-stream',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
