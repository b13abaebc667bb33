import { parentPort } from 'node:worker_threads';
import { decodeSound } from '../../audio/decoding/decode-sound.ts';
import { loadFfmpegPackage } from '../../audio/decoding/ffmpeg.ts';
import { type Comparison, compareSounds, type OpenSound } from '../../audio/difference/compare-sounds.ts';
import { openLocalFile } from '../storage/local-file.ts';

/** A file of sound by its path on this disk. */
export type ComparedFile = { path: string; mimeType: string };
export type ComparingRequest = { newer: ComparedFile; older: ComparedFile };

/** `failed`: a file could not be read this time, but may be later. */
export type ComparingResult = Comparison | { kind: 'failed'; reason: string };

const port = parentPort;
if (!port) throw new Error('The comparing worker runs as a worker thread only');

port.on('message', async (request: ComparingRequest) => {
  port.postMessage(await answer(request));
});

async function answer({ newer, older }: ComparingRequest): Promise<ComparingResult> {
  try {
    return await compareSounds(opening(newer), opening(older));
  } catch (error) {
    // File system errors name their call; those of a decoder that gave up on its input don't.
    const isOfDisk = (error as NodeJS.ErrnoException).syscall !== undefined;
    if (isOfDisk) return { kind: 'failed', reason: String(error) };
    return { kind: 'incomparable', reason: 'One of the files can’t be read to its end.' };
  }
}

function opening({ path, mimeType }: ComparedFile): OpenSound {
  return async function* () {
    await using file = await openLocalFile(path);
    yield* decodeSound(file, mimeType, loadFfmpegPackage);
  };
}
