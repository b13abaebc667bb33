import { parentPort } from 'node:worker_threads';
import type { SidecarName } from '../storage/blob-store.ts';
import { openLocalFile } from '../storage/local-file.ts';
import { type Measured, measureSound } from './measure-sound.ts';

export type MeasuringRequest = { path: string; mimeType: string; names: readonly SidecarName[] };

/** Why there is nothing to measure: no sound that can be read here, damaged, or too much work. */
export type NoSound = 'unreadable' | 'damaged' | 'costly';

/**
 * `none`: the file has no sound that this version can read. `failed`: the file itself could not be read this time, but
 * may be later.
 */
export type MeasuringResult =
  | { kind: 'measured'; measured: Measured }
  | { kind: 'none'; why: NoSound; reason: string }
  | { kind: 'failed'; reason: string };

const port = parentPort;
if (!port) throw new Error('The measuring worker runs as a worker thread only');

port.on('message', async (request: MeasuringRequest) => {
  port.postMessage(await answer(request));
});

async function answer({ path, mimeType, names }: MeasuringRequest): Promise<MeasuringResult> {
  try {
    await using file = await openLocalFile(path);
    const measured = await measureSound(file, mimeType, names);
    return measured
      ? { kind: 'measured', measured }
      : { kind: 'none', why: 'unreadable', reason: 'no sound that can be read here' };
  } catch (error) {
    // File system errors name their call; those of a decoder that gave up on its input don't.
    const isOfDisk = (error as NodeJS.ErrnoException).syscall !== undefined;
    const reason = String(error);
    return isOfDisk ? { kind: 'failed', reason } : { kind: 'none', why: 'damaged', reason };
  }
}
