import { parentPort } from 'node:worker_threads';
import type { AudioFacts } from '../../protocol/wire/file.ts';
import { openLocalFile } from '../storage/local-file.ts';
import { readAudioFacts } from './audio-facts.ts';
import { type SniffedType, sniffType } from './sniff-type.ts';

export type InspectingRequest = { path: string };

/** `failed`: the file could not be read to its end. */
export type InspectingResult =
  | { kind: 'inspected'; sniffed: SniffedType | null; audio: AudioFacts | null }
  | { kind: 'failed'; reason: string };

const port = parentPort;
if (!port) throw new Error('The inspecting worker runs as a worker thread only');

port.on('message', async ({ path }: InspectingRequest) => {
  try {
    await using bytes = await openLocalFile(path);
    const sniffed = await sniffType(bytes);
    const audio = sniffed && (await readAudioFacts(bytes, sniffed));
    port.postMessage({ kind: 'inspected', sniffed, audio } satisfies InspectingResult);
  } catch (error) {
    port.postMessage({ kind: 'failed', reason: String(error) } satisfies InspectingResult);
  }
});
