import type { ReadableBytes } from '../bytes.ts';

/** How long a frame is whose header is at `at`, in bytes, and whether it belongs to the sound. 0: there is none. */
export type FrameLength = (bytes: Uint8Array, at: number) => number;

/** Finds frames by their number in a file that only says how long each one is. */
export type FrameWalk = {
  /** Where a frame begins. `end`: there are fewer. `gap`: something else is between the frames before it. */
  find(frame: number): Promise<number | 'end' | 'gap'>;
};

const pieceBytes = 128 * 1024;
/** Frames that must follow each other where one is looked for, so that chance doesn't look like a frame. */
const chained = 4;
const headerBytes = 8;
/** One position in so many frames is remembered: a second of sound or two. */
const markEvery = 64;
const tagNames = ['TAG', 'APETAGEX', 'LYRICSBEGIN', 'ID3'];

/** Where to begin to decode, and how many samples of what follows are not wanted. */
export type EnteredFrame = { at: number; dropped: number };

/**
 * Enters a file some frames before a sample. `start`: it must be decoded from the beginning, because the sample is near
 * it, or because frames can't be counted up to there.
 */
export async function enterFrames(
  walk: FrameWalk,
  target: { sample: number; frameSamples: number; preparingFrames: number },
): Promise<EnteredFrame | 'end' | 'start'> {
  const frame = Math.floor(target.sample / target.frameSamples);
  const from = frame - target.preparingFrames;
  if (from < 1) return 'start';
  const last = await walk.find(frame);
  if (typeof last === 'string') return last === 'end' ? 'end' : 'start';
  const at = await walk.find(from);
  return typeof at === 'string' ? 'start' : { at, dropped: target.sample - from * target.frameSamples };
}

/**
 * The headers are read as far as they are needed, each once. `first` is where frame 0 begins. If all frames are equally
 * long on average, `averageBytes` is how long: then a frame is looked for where it should be.
 */
export function createFrameWalk(
  file: ReadableBytes,
  sound: { first: number; lengthOf: FrameLength; averageBytes: number | null },
): FrameWalk {
  const { first, lengthOf, averageBytes } = sound;
  const marks = [first];

  async function findByLength(wanted: number, average: number): Promise<number | null> {
    const aim = first + wanted * average;
    const start = Math.floor(aim) - 1;
    const bytes = await file.read(start, Math.ceil((chained + 1) * (average + 2)));
    for (let at = 0; at <= 3; at++) {
      let end = at;
      let frames = 0;
      for (let length = lengthOf(bytes, end); length > 0 && Math.abs(length - average) < 2; frames++) {
        end += length;
        length = lengthOf(bytes, end);
      }
      if (frames >= chained) return start + at;
    }
    return null;
  }

  async function walkTo(wanted: number): Promise<number | 'end' | 'gap'> {
    const mark = Math.min(Math.floor(wanted / markEvery), marks.length - 1);
    let at = marks[mark] as number;
    let piece = new Uint8Array();
    let pieceAt = at;
    for (let frame = mark * markEvery; ; frame++) {
      if (frame % markEvery === 0) marks[frame / markEvery] = at;
      if (at + headerBytes > pieceAt + piece.length) {
        piece = (await file.read(at, pieceBytes)).slice();
        pieceAt = at;
      }
      const length = lengthOf(piece, at - pieceAt);
      if (length === 0) return isEnd(piece.subarray(at - pieceAt)) ? 'end' : 'gap';
      if (at + length > file.size) return 'end';
      if (frame === wanted) return at;
      at += length;
    }
  }

  return {
    async find(wanted) {
      const found = averageBytes ? await findByLength(wanted, averageBytes) : null;
      return found ?? walkTo(wanted);
    },
  };
}

/** Only a tag may follow the last frame. */
function isEnd(bytes: Uint8Array): boolean {
  if (bytes.length < headerBytes) return true;
  return tagNames.some((name) => [...name].every((letter, at) => letter.charCodeAt(0) === bytes[at]));
}
