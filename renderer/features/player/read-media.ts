import type { Peaks } from '../../../audio/peak-meter.ts';
import { decodePeaks } from '../../../audio/peaks-format.ts';
import { mediaAddress, peaksAddress } from '../../../protocol/ipc/media-addresses.ts';
import { failureOf, reach, retryAfter } from '../../bridge/reach.ts';
import { ReadFailure } from '../../bridge/read.ts';
import { playerText } from '../../text/player.ts';

/**
 * `pending`: the server is still computing it. Ask again after `again` milliseconds, or when the server announces it.
 * `reason` is a sentence, null if it isn't known.
 */
export type PeaksAnswer =
  | { kind: 'ready'; peaks: Peaks }
  | { kind: 'pending'; again: number }
  | { kind: 'none'; reason: string | null };

/** The waveform of a file. Rejects with a `ReadFailure` if asking again may help. */
export async function readPeaks(fileId: string, signal: AbortSignal): Promise<PeaksAnswer> {
  const response = await reach(peaksAddress(fileId), { signal });
  if (response.status === 202) return { kind: 'pending', again: retryAfter(response) };
  if (response.status === 404) return { kind: 'none', reason: (await failureOf(response)).message };
  if (!response.ok) throw await failureOf(response);
  const peaks = decodePeaks(new Uint8Array(await response.arrayBuffer()));
  // Asking again wouldn't make it readable.
  return peaks ? { kind: 'ready', peaks } : { kind: 'none', reason: null };
}

/** Why an audio element can't play a file, as a sentence. The element itself gives no reason. */
export async function explainSilence(fileId: string, error: MediaError | null): Promise<string> {
  try {
    const response = await reach(mediaAddress(fileId), { headers: { Range: 'bytes=0-0' } });
    if (response.ok) {
      await response.body?.cancel();
      return error?.code === MediaError.MEDIA_ERR_NETWORK
        ? playerText.silence.interrupted
        : error?.code === MediaError.MEDIA_ERR_DECODE
          ? playerText.silence.damaged
          : playerText.silence.unsupported;
    }
    return silence(await failureOf(response));
  } catch (failure) {
    if (failure instanceof ReadFailure) return silence(failure);
    throw failure;
  }
}

function silence({ kind, message }: ReadFailure): string {
  switch (kind) {
    case 'offline':
      return playerText.silence.offline;
    case 'signed-out':
    case 'unauthorised':
      return playerText.silence.signedOut;
    case 'not-found':
      return playerText.silence.gone;
    default:
      return message;
  }
}
