import { type ReadableBytes, textOf, viewOf } from './bytes.ts';

/** A box of an MP4 (ISO/IEC 14496-12 §4.2). `start` and `end` enclose its content. */
export type Box = { name: string; start: number; end: number };

/** Larger than the table of packets for a whole day of sound. Every request reads it. */
const largestMovie = 8 * 1024 ** 2;
const mostBoxes = 1_000;

/** The bytes of the movie box, which says where everything is, or null. It may come before or after the sound. */
export async function readMovie(file: ReadableBytes): Promise<Uint8Array | null> {
  let at = 0;
  for (let count = 0; count < mostBoxes && at + 8 <= file.size; count++) {
    const head = await file.read(at, 16);
    const box = boxAt(head, 0, file.size - at);
    if (!box) return null;
    const size = box.end;
    if (box.name === 'moov') {
      return size - box.start > largestMovie ? null : file.read(at + box.start, size - box.start);
    }
    at += size;
  }
  return null;
}

/** The boxes of that name between `start` and `end`. */
export function* boxesIn(bytes: Uint8Array, name: string, { start, end } = whole(bytes)): Generator<Box> {
  for (let at = start, count = 0; at + 8 <= end && count < mostBoxes; count++) {
    const box = boxAt(bytes, at, end - at);
    if (!box) return;
    if (box.name === name) yield box;
    at = box.end;
  }
}

/** The first box at a path of names, such as `mdia/minf/stbl`. */
export function findBox(bytes: Uint8Array, path: string, within?: Box): Box | null {
  let found: Box | undefined = within;
  for (const name of path.split('/')) {
    found = boxesIn(bytes, name, found ?? whole(bytes)).next().value as Box | undefined;
    if (!found) return null;
  }
  return found ?? null;
}

const whole = (bytes: Uint8Array) => ({ name: '', start: 0, end: bytes.length });

function boxAt(bytes: Uint8Array, at: number, available: number): Box | null {
  if (bytes.length < at + 8) return null;
  const view = viewOf(bytes);
  const short = view.getUint32(at);
  const name = textOf(bytes, at + 4, at + 8);
  const isLong = short === 1;
  if (isLong && bytes.length < at + 16) return null;
  // 0 means up to the end of the file.
  const size = isLong ? Number(view.getBigUint64(at + 8)) : short === 0 ? available : short;
  const headBytes = isLong ? 16 : 8;
  return size < headBytes || size > available ? null : { name, start: at + headBytes, end: at + size };
}

/** The kinds of tracks of an MP4, such as `soun` and `vide`; empty if it can't be read. */
export async function readTrackKinds(file: ReadableBytes): Promise<string[]> {
  const movie = await readMovie(file);
  return movie ? [...boxesIn(movie, 'trak')].map((track) => kindOf(movie, track)) : [];
}

/** Rate, channels and length of the first sound track as its tables state them, or null. */
export async function readSoundTrack(
  file: ReadableBytes,
): Promise<{ sampleRate: number; channels: number; seconds: number } | null> {
  const movie = await readMovie(file);
  const track = movie && [...boxesIn(movie, 'trak')].find((box) => kindOf(movie, box) === 'soun');
  const header = track && findBox(movie, 'mdia/mdhd', track);
  const description = track && findBox(movie, 'mdia/minf/stbl/stsd', track);
  if (!header || !description || description.end - description.start < 44) return null;
  const view = viewOf(movie);
  const isLong = view.getUint8(header.start) === 1;
  if (header.end - header.start < (isLong ? 32 : 20)) return null;
  const scale = view.getUint32(header.start + (isLong ? 20 : 12));
  const length = isLong ? Number(view.getBigUint64(header.start + 24)) : view.getUint32(header.start + 16);
  const channels = view.getUint16(description.start + 32);
  // 16.16 bits.
  const sampleRate = view.getUint32(description.start + 40) >>> 16;
  return scale > 0 && sampleRate > 0 ? { sampleRate, channels, seconds: length / scale } : null;
}

/** A longer wait is no edit that somebody made. */
const longestWait = 60;

/**
 * How many seconds an MP4 waits before the first sample of its plain AAC: the empty edit at the beginning of its list
 * (ISO/IEC 14496-12 §8.6.6). Decoders leave it out, players don't.
 */
export async function readLeadingSilence(file: ReadableBytes): Promise<number> {
  const movie = await readMovie(file);
  const track = movie && [...boxesIn(movie, 'trak')].find((box) => kindOf(movie, box) === 'soun');
  const header = movie && findBox(movie, 'mvhd');
  const description = track && findBox(movie, 'mdia/minf/stbl/stsd', track);
  const edits = track && findBox(movie, 'edts/elst', track);
  if (!header || !description || !edits || edits.end - edits.start < 28) return 0;
  if (textOf(movie, description.start + 12, description.start + 16) !== 'mp4a') return 0;
  const view = viewOf(movie);
  const scaleAt = header.start + (view.getUint8(header.start) === 1 ? 20 : 12);
  if (scaleAt + 4 > header.end) return 0;
  const isLong = view.getUint8(edits.start) === 1;
  const first = edits.start + 8;
  const duration = isLong ? Number(view.getBigUint64(first)) : view.getUint32(first);
  const mediaTime = isLong ? Number(view.getBigInt64(first + 8)) : view.getInt32(first + 4);
  const seconds = duration / view.getUint32(scaleAt);
  return mediaTime === -1 && seconds <= longestWait ? seconds : 0;
}

function kindOf(movie: Uint8Array, track: Box): string {
  const handler = findBox(movie, 'mdia/hdlr', track);
  return handler ? textOf(movie, handler.start + 8, handler.start + 12) : '';
}
