import { mpegFrameBytes, mpegSampleRate } from '../audio-frames.ts';
import { type ReadableBytes, textOf, viewOf } from '../bytes.ts';
import { createFrameWalk, type EnteredFrame, enterFrames, type FrameWalk } from './frame-walk.ts';

/** An MP3 file that can be entered in the middle. Frame 0 of `walk` is the first one with sound. */
export type Mp3Map = {
  walk: FrameWalk;
  sampleRate: number;
  channels: number;
  /** Of sound in each frame. */
  frameSamples: number;
  /** Samples of the frames that aren't heard: those before `start`, and those from `end` on. */
  start: number;
  end: number;
  /** A frame of silence that fills a decoder's reservoir. */
  silence: Uint8Array;
};

/** How far after a tag the first frame may begin. */
const searchBytes = 2048;
/** A frame may use the bytes of up to nine earlier ones, and its sound overlaps with that of two. */
const preparingFrames = 12;
/** By which a decoder is late. Encoders don't count it. */
const decoderDelay = 529;

/** Null if frames can't be counted. Rejects if `file` does. */
export async function readMp3Map(file: ReadableBytes): Promise<Mp3Map | null> {
  const tagEnd = await skipTags(file);
  const head = (await file.read(tagEnd, 2 * searchBytes)).slice();
  let begin = 0;
  while (begin < searchBytes && !isFollowed(head, begin)) begin++;
  const header = head.slice(begin, begin + 4);
  const length = mpegFrameBytes(head, begin);
  if (begin === searchBytes || length === 0) return null;

  const isSame = (bytes: Uint8Array, at: number) =>
    ((bytes[at + 1] ?? 0) & 0xfe) === ((header[1] ?? 0) & 0xfe) &&
    ((bytes[at + 2] ?? 0) & 0x0c) === ((header[2] ?? 0) & 0x0c) &&
    isMono(bytes[at + 3] ?? 0) === isMono(header[3] ?? 0);
  const lengthOf = (bytes: Uint8Array, at: number) => (isSame(bytes, at) ? mpegFrameBytes(bytes, at) : 0);

  const info = readInfo(head.subarray(begin, begin + length), header);
  const frameSamples = isVersion1(header) ? 1152 : 576;
  const first = tagEnd + begin + (info ? length : 0);
  const gaps = info?.gaps;
  return {
    walk: createFrameWalk(file, { first, lengthOf, averageBytes: info?.averageBytes ?? null }),
    sampleRate: mpegSampleRate(header),
    channels: isMono(header[3] ?? 0) ? 1 : 2,
    frameSamples,
    start: gaps ? gaps.before + decoderDelay : 0,
    end: gaps ? gaps.frames * frameSamples - gaps.after + decoderDelay : Number.POSITIVE_INFINITY,
    silence: silentFrame(header),
  };
}

/** The decoder gets `silence` first, which is among the dropped samples. */
export async function findMp3Place(map: Mp3Map, sample: number): Promise<EnteredFrame | 'end' | 'start'> {
  const { frameSamples } = map;
  const place = await enterFrames(map.walk, { sample: map.start + sample, frameSamples, preparingFrames });
  return typeof place === 'string' ? place : { ...place, dropped: place.dropped + frameSamples };
}

async function skipTags(file: ReadableBytes): Promise<number> {
  for (let at = 0; ; ) {
    const head = await file.read(at, 10);
    if (head.length < 10 || textOf(head, 0, 3) !== 'ID3') return at;
    const size = head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
    at += 10 + size + ((head[5] ?? 0) & 0x10 ? 10 : 0);
  }
}

function isFollowed(head: Uint8Array, at: number): boolean {
  const length = mpegFrameBytes(head, at);
  return length > 0 && mpegFrameBytes(head, at + length) > 0;
}

const isVersion1 = (header: Uint8Array) => (((header[1] ?? 0) >> 3) & 3) === 3;
const isMono = (fourth: number) => fourth >> 6 === 3;

type Info = {
  gaps: { frames: number; before: number; after: number } | null;
  /** Of a frame, if the file says that all have the same bit rate. */
  averageBytes: number | null;
};

/** The frame without sound that most encoders write first, and what it says about silence around the music. */
function readInfo(frame: Uint8Array, header: Uint8Array): Info | null {
  const mono = isMono(header[3] ?? 0);
  const at = 4 + (isVersion1(header) ? (mono ? 17 : 32) : mono ? 9 : 17);
  const name = textOf(frame, at, at + 4);
  if (name !== 'Xing' && name !== 'Info') return null;
  const view = viewOf(frame);
  const flags = view.getUint32(at + 4);
  const optional = [4, 4, 100, 4];
  const delays =
    at + 8 + 21 + optional.reduce((sum, bytes, bit) => sum + (flags & (1 << bit) ? bytes : 0), 0);
  if (!(flags & 1) || delays + 3 > frame.length) return { gaps: null, averageBytes: null };
  const frames = view.getUint32(at + 8);
  const [first = 0, second = 0, third = 0] = frame.subarray(delays);
  return {
    gaps: { frames, before: (first << 4) | (second >> 4), after: ((second & 15) << 8) | third },
    // The bytes include this frame.
    averageBytes: name === 'Info' && flags & 2 ? (view.getUint32(at + 12) - frame.length) / frames : null,
  };
}

/** Of the highest bit rate, so that it has more bytes than any frame may refer to; without a checksum. */
function silentFrame([sync = 0, kind = 0, rates = 0, mode = 0]: Uint8Array): Uint8Array {
  const header = Uint8Array.of(sync, kind | 1, 0xe0 | (rates & 0x0c), mode);
  const frame = new Uint8Array(mpegFrameBytes(header, 0));
  frame.set(header);
  return frame;
}
