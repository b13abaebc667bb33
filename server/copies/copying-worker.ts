import { open } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { decodeSound } from '../../audio/decoding/decode-sound.ts';
import { loadFfmpegPackage } from '../../audio/decoding/ffmpeg.ts';
import { encodeOpus, TooLong } from '../../audio/encoding/encode-opus.ts';
import { openLocalFile } from '../storage/local-file.ts';
import { longestSeconds, type NoCopy } from './worth-copying.ts';

/** `to`: the file to make. */
export type CopyingRequest = { path: string; mimeType: string; to: string };

/** `none`: there will be no copy. `failed`: a disk could not be read or written this time, but may be later. */
export type CopyingResult =
  | { kind: 'copied' }
  | { kind: 'none'; why: NoCopy; reason: string }
  | { kind: 'failed'; reason: string };

const port = parentPort;
if (!port) throw new Error('The copying worker runs as a worker thread only');

port.on('message', async (request: CopyingRequest) => {
  port.postMessage(await answer(request));
});

async function answer({ path, mimeType, to }: CopyingRequest): Promise<CopyingResult> {
  try {
    await using file = await openLocalFile(path);
    await using copy = await open(to, 'w', 0o600);
    const sound = decodeSound(file, mimeType, loadFfmpegPackage);
    let size = 0;
    for await (const bytes of encodeOpus(sound, loadFfmpegPackage, longestSeconds)) {
      await copy.writeFile(bytes);
      size += bytes.length;
    }
    return size > 0
      ? { kind: 'copied' }
      : { kind: 'none', why: 'unreadable', reason: 'no sound that can be read here' };
  } catch (error) {
    const reason = String(error);
    if (error instanceof TooLong) return { kind: 'none', why: 'long', reason };
    // File system errors name their call; those of a decoder that gave up on its input don't.
    const isOfDisk = (error as NodeJS.ErrnoException).syscall !== undefined;
    return isOfDisk ? { kind: 'failed', reason } : { kind: 'none', why: 'damaged', reason };
  }
}
