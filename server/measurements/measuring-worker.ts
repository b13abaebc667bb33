import { parentPort } from 'node:worker_threads';
import { measurePeaks } from './measure-sound.ts';

export type PeaksRequest = { path: string; mimeType: string };

/**
 * `none`: there is no sound in it that can be read, today or later. `failed`: the file itself could not be read, and
 * may be another time.
 */
export type PeaksResult =
  | { kind: 'peaks'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'none'; reason: string }
  | { kind: 'failed'; reason: string };

const port = parentPort;
if (!port) throw new Error('The peaks worker runs as a worker thread only');

port.on('message', async ({ path, mimeType }: PeaksRequest) => {
  port.postMessage(await answer(path, mimeType));
});

async function answer(path: string, mimeType: string): Promise<PeaksResult> {
  try {
    const bytes = await measurePeaks(path, mimeType);
    return bytes ? { kind: 'peaks', bytes } : { kind: 'none', reason: 'no sound that can be read here' };
  } catch (error) {
    // The disk's errors name their call; a decoder that gave up on what it was fed has none.
    const isOfDisk = (error as NodeJS.ErrnoException).syscall !== undefined;
    return { kind: isOfDisk ? 'failed' : 'none', reason: String(error) };
  }
}
