import { adtsFrameBytes } from '../audio-frames.ts';
import type { ReadableBytes } from '../bytes.ts';
import { createFrameWalk, type EnteredFrame, enterFrames, type FrameWalk } from './frame-walk.ts';

/** A file of AAC in ADTS frames that can be entered in the middle. */
export type AdtsMap = { walk: FrameWalk; sampleRate: number };

const rates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
];
const frameSamples = 1024;
/** Each frame overlaps with the one before. */
const preparingFrames = 3;
const lowComplexity = 1;

/** Null if it isn't plain AAC-LC from the first byte on: other kinds depend on more than the frame before. */
export async function readAdtsMap(file: ReadableBytes): Promise<AdtsMap | null> {
  const header = (await file.read(0, 8)).slice();
  const [, , kind = 0] = header;
  const sampleRate = rates[(kind >> 2) & 15];
  if (adtsFrameBytes(header, 0) === 0 || kind >> 6 !== lowComplexity || !sampleRate) return null;
  const lengthOf = (bytes: Uint8Array, at: number) =>
    // One block a frame, of the same kind, rate and channels.
    bytes[at + 2] === kind && ((bytes[at + 6] ?? 0) & 3) === 0 ? adtsFrameBytes(bytes, at) : 0;
  return { walk: createFrameWalk(file, { first: 0, lengthOf, averageBytes: null }), sampleRate };
}

export function findAdtsPlace(map: AdtsMap, sample: number): Promise<EnteredFrame | 'end' | 'start'> {
  return enterFrames(map.walk, { sample, frameSamples, preparingFrames });
}
