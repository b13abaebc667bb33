import * as z from 'zod';
import type { Peaks } from '../../../audio/peak-meter.ts';
import { decodePeaks } from '../../../audio/peaks-format.ts';
import type { BridgeErrorKind } from '../../../protocol/ipc/bridge.ts';
import { mediaAddress, peaksAddress } from '../../../protocol/ipc/media.ts';
import { knownKind } from '../../../protocol/wire/error.ts';
import { ReadFailure } from '../../bridge/read.ts';

/** `pending`: the server is still reading the sound; ask again after so many milliseconds, or when it says so. */
export type PeaksAnswer =
  | { kind: 'ready'; peaks: Peaks }
  | { kind: 'pending'; again: number }
  | { kind: 'none' };

const failureSchema = z.object({
  error: z.string(),
  kind: z.string(),
});

/** The waveform of a file. Rejects with a `ReadFailure` where asking again may help. */
export async function readPeaks(fileId: string, signal: AbortSignal): Promise<PeaksAnswer> {
  const response = await reach(peaksAddress(fileId), { signal });
  if (response.status === 202)
    return { kind: 'pending', again: 1000 * (Number(response.headers.get('Retry-After')) || 5) };
  if (response.status === 404) return { kind: 'none' };
  if (!response.ok) throw await failureOf(response);
  const peaks = decodePeaks(new Uint8Array(await response.arrayBuffer()));
  // What can't be read won't get better by asking again.
  return peaks ? { kind: 'ready', peaks } : { kind: 'none' };
}

/** Why an audio element gets no sound from a file, as a sentence: it says itself only that it doesn't. */
export async function explainSilence(fileId: string, error: MediaError | null): Promise<string> {
  try {
    const response = await reach(mediaAddress(fileId), { headers: { Range: 'bytes=0-0' } });
    if (response.ok) {
      await response.body?.cancel();
      return error?.code === MediaError.MEDIA_ERR_NETWORK
        ? 'The connection broke while it played.'
        : error?.code === MediaError.MEDIA_ERR_DECODE
          ? 'The sound in this file is damaged.'
          : 'This kind of sound can’t be played here.';
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
      return 'It is not on this machine, and the server can’t be reached just now.';
    case 'signed-out':
    case 'unauthorised':
      return 'It is not on this machine, and you are signed out.';
    case 'not-found':
      return 'It is gone: deleted, or you are no longer in the project.';
    default:
      return message;
  }
}

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ReadFailure('offline', 'The server can’t be reached.');
  }
}

/** The app adds two kinds to those of the server. */
function kindOf(kind: string, status: number): BridgeErrorKind {
  return kind === 'offline' || kind === 'signed-out' ? kind : knownKind(kind, status);
}

async function failureOf(response: Response): Promise<ReadFailure> {
  const body = failureSchema.safeParse(await response.json().catch(() => null)).data;
  return body
    ? new ReadFailure(kindOf(body.kind, response.status), body.error)
    : new ReadFailure('internal', `The answer was ${response.status}, without a reason.`);
}
