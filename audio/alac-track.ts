import type { AlacConfig } from './alac-decoder.ts';
import { type ReadableBytes, textOf, viewOf } from './bytes.ts';
import { type Box, boxesIn, findBox, readMovie } from './mp4-boxes.ts';

/** An Apple Lossless track, and where its packets are. Every packet but the last has `frameLength` frames. */
export type AlacTrack = {
  config: AlacConfig;
  frames: number;
  /** By packet number, in bytes. */
  offsets: Float64Array;
  sizes: Uint32Array;
};

const cookieBytes = 24;
const mostPackets = 1_000_000;
/** Larger than any description of a track, in bytes. */
const longestEntry = 4_096;

/** The first sound track of an MP4, if it is intact Apple Lossless in one or two channels, else null. */
export async function readAlacTrack(file: ReadableBytes): Promise<AlacTrack | null> {
  const movie = await readMovie(file);
  if (!movie) return null;
  try {
    for (const track of boxesIn(movie, 'trak')) {
      const handler = findBox(movie, 'mdia/hdlr', track);
      if (!handler || textOf(movie, handler.start + 8, handler.start + 12) !== 'soun') continue;
      const table = findBox(movie, 'mdia/minf/stbl', track);
      return table && readTable(movie, table, file.size);
    }
  } catch (error) {
    // A table that claims more entries than it has.
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}

function readTable(movie: Uint8Array, table: Box, fileSize: number): AlacTrack | null {
  const view = viewOf(movie);
  const box = (name: string) => findBox(movie, name, table);
  const [description, durations, runs, sizeTable] = ['stsd', 'stts', 'stsc', 'stsz'].map(box);
  const near = box('stco');
  const far = box('co64');
  const chunks = near ?? far;
  const config = description && readConfig(movie, description);
  if (!config || !durations || !runs || !sizeTable || !chunks) return null;

  const count = view.getUint32(sizeTable.start + 8);
  if (count === 0 || count > mostPackets) return null;
  const allSize = view.getUint32(sizeTable.start + 4);
  const sizes = new Uint32Array(count);
  // A packet that doesn't compress is stored as it is, with a few bytes around it.
  const largest = 4 * config.channels * config.frameLength + 64;
  for (let packet = 0; packet < count; packet++) {
    const size = allSize || view.getUint32(sizeTable.start + 12 + 4 * packet);
    if (size > largest) return null;
    sizes[packet] = size;
  }

  const frames = countFrames(view, durations, count, config.frameLength);
  const offsets = new Float64Array(count);
  const chunkCount = view.getUint32(chunks.start + 4);
  const runCount = view.getUint32(runs.start + 4);
  let run = 0;
  let packet = 0;
  for (let chunk = 0; chunk < chunkCount && packet < count; chunk++) {
    // A run starts at the chunk it names, counted from 1, and lasts until the next run.
    while (run + 1 < runCount && view.getUint32(runs.start + 8 + 12 * (run + 1)) <= chunk + 1) run++;
    let at = near
      ? view.getUint32(near.start + 8 + 4 * chunk)
      : Number(view.getBigUint64(chunks.start + 8 + 8 * chunk));
    for (let left = view.getUint32(runs.start + 12 + 12 * run); left > 0 && packet < count; left--) {
      offsets[packet] = at;
      at += sizes[packet] as number;
      if (at > fileSize) return null;
      packet++;
    }
  }
  return packet === count && frames !== null ? { config, frames, offsets, sizes } : null;
}

/** Null if any packet but the last is shorter: then a frame can't be found by its number. */
function countFrames(view: DataView, durations: Box, count: number, frameLength: number): number | null {
  let packets = 0;
  let frames = 0;
  for (let entry = 0; entry < view.getUint32(durations.start + 4); entry++) {
    const times = view.getUint32(durations.start + 8 + 8 * entry);
    const length = view.getUint32(durations.start + 12 + 8 * entry);
    packets += times;
    const isLast = packets === count && times === 1;
    if (length > frameLength || (length !== frameLength && !isLast)) return null;
    frames += times * length;
  }
  return packets === count ? frames : null;
}

function readConfig(movie: Uint8Array, description: Box): AlacConfig | null {
  const entry = boxesIn(movie, 'alac', { ...description, start: description.start + 8 }).next().value as
    | Box
    | undefined;
  if (!entry) return null;
  // The cookie is in a box of the same name, which writers nest differently.
  let at = entry.end - cookieBytes - 8;
  const first = Math.max(entry.start, at - longestEntry);
  while (at > first && textOf(movie, at, at + 4) !== 'alac') at--;
  if (at <= first) return null;
  const view = viewOf(movie);
  const cookie = at + 8;
  const config = {
    frameLength: view.getUint32(cookie),
    bitDepth: view.getUint8(cookie + 5),
    weight: view.getUint8(cookie + 6),
    mean: view.getUint8(cookie + 7),
    longest: view.getUint8(cookie + 8),
    channels: view.getUint8(cookie + 9),
    sampleRate: view.getUint32(cookie + 20),
  };
  const { frameLength, bitDepth, channels, longest, sampleRate } = config;
  const isSupported =
    [16, 20, 24, 32].includes(bitDepth) && (channels === 1 || channels === 2) && longest > 0 && longest < 31;
  return isSupported && frameLength > 0 && frameLength <= 65_536 && sampleRate > 0 ? config : null;
}
