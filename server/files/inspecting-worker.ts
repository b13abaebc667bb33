import { parentPort } from 'node:worker_threads';
import type { AudioFacts } from '../../protocol/wire/file.ts';
import { openLocalFile } from '../storage/local-file.ts';
import { readAudioFacts } from './audio-facts.ts';
import { isVideo, type SniffedType, sniffType } from './sniff-type.ts';

export type InspectingRequest = { path: string };

/** `sniffed` is null for a file that isn't supported; `isVideo` says more about that one. */
export type Inspection = {
  kind: 'inspected';
  sniffed: SniffedType | null;
  isVideo: boolean;
  audio: AudioFacts | null;
};

/** `failed`: the file could not be read to its end. */
export type InspectingResult = Inspection | { kind: 'failed'; reason: string };

const port = parentPort;
if (!port) throw new Error('The inspecting worker runs as a worker thread only');

port.on('message', async ({ path }: InspectingRequest) => {
  try {
    await using bytes = await openLocalFile(path);
    const sniffed = await sniffType(bytes);
    const audio = sniffed && (await readAudioFacts(bytes, sniffed));
    const ofUnsupported = !sniffed && (await isVideo(bytes));
    port.postMessage({
      ...{ kind: 'inspected', sniffed, audio },
      isVideo: ofUnsupported,
    } satisfies InspectingResult);
  } catch (error) {
    port.postMessage({ kind: 'failed', reason: String(error) } satisfies InspectingResult);
  }
});
