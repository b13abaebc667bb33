import type { ReadableBytes } from '../bytes.ts';
import { type AdtsMap, findAdtsPlace } from './adts-seek.ts';
import { decodeBytes, decodeCompressed, isReordered, type SoundPiece, toPieces } from './decode-sound.ts';
import type { FfmpegLoader } from './ffmpeg.ts';
import { type FlacMap, findFlacPlace } from './flac-seek.ts';
import { skipFrames, takeFrames } from './frame-cuts.ts';
import { findMp3Place, type Mp3Map } from './mp3-seek.ts';
import { findOggPlace, type OggMap, type OggPlace } from './ogg-seek.ts';
import { decodeAdtsFrom, decodeMp4From } from './packet-decoder.ts';
import { openSoundDecoder, type SoundDecoder } from './sound-decoder.ts';

/** A file that is entered in the middle: its samples from this frame on, equal to those of decoding all of it. */
export type SoundEntry = (frame: number) => AsyncGenerator<SoundPiece>;

/** Closer to the beginning, an MP4 is decoded from there. */
const mp4Opening = 16_384;

export function flacEntry(file: ReadableBytes, map: FlacMap): SoundEntry {
  return async function* (frame) {
    const { at, sample } = await findFlacPlace(file, map, frame);
    const decoder = await openEntered('audio/flac', map.header);
    await decoder.decode(map.header);
    yield* skipFrames(toPieces(decodeBytes(decoder, file, at)), frame - sample);
  };
}

/** Null if the positions in the file aren't counted from its beginning, as in a piece of a broadcast. */
export async function oggEntry(file: ReadableBytes, map: OggMap): Promise<SoundEntry | null> {
  const opening = await enterOgg(file, map, map.first);
  opening.decoder.free();
  if (opening.page.samplesDecoded !== map.first.after - map.skipped) return null;
  return async function* (frame) {
    const target = map.skipped + frame;
    const place = await findOggPlace(file, map, target);
    const { decoder, page } = await enterOgg(file, map, place);
    async function* all() {
      yield page;
      yield* decodeBytes(decoder, file, place.end + 1);
    }
    const pieces = toPieces(all(), isReordered('audio/ogg', map.header));
    // The sound ends where the page ends. At its beginning something is missing: how much depends on the codec.
    const first = place.after - page.samplesDecoded;
    yield* takeFrames(skipFrames(pieces, target - first), map.last.sample - target);
  };
}

/** A decoder that has decoded one page. It hands out a page when it sees the beginning of the next one. */
async function enterOgg(file: ReadableBytes, map: OggMap, place: OggPlace) {
  const decoder = await openEntered('audio/ogg', map.header);
  await decoder.decode(map.header);
  const page = await decoder.decode(await file.read(place.at, place.end + 1 - place.at));
  return { decoder, page };
}

export function mp3Entry(file: ReadableBytes, map: Mp3Map): SoundEntry {
  return async function* (frame) {
    const place = await findMp3Place(map, frame);
    if (place === 'end') return;
    if (place === 'start') {
      yield* skipFrames(decodeCompressed(file, 'audio/mpeg', neverFfmpeg), frame);
      return;
    }
    const decoder = await openEntered('audio/mpeg', map.silence);
    const silence = await decoder.decode(map.silence);
    async function* all() {
      yield silence;
      yield* decodeBytes(decoder, file, (place as { at: number }).at);
    }
    yield* takeFrames(skipFrames(toPieces(all()), place.dropped), map.end - map.start - frame);
  };
}

export function adtsEntry(file: ReadableBytes, map: AdtsMap, loadFfmpeg: FfmpegLoader): SoundEntry {
  return async function* (frame) {
    const place = await findAdtsPlace(map, frame);
    if (place === 'end') return;
    if (place === 'start') {
      yield* skipFrames(decodeCompressed(file, 'audio/aac', loadFfmpeg), frame);
      return;
    }
    yield* skipFrames(toPieces(decodeAdtsFrom(file, place.at, loadFfmpeg)), place.dropped);
  };
}

export function mp4Entry(file: ReadableBytes, loadFfmpeg: FfmpegLoader): SoundEntry {
  return (frame) =>
    frame < mp4Opening
      ? skipFrames(decodeCompressed(file, 'audio/mp4', loadFfmpeg), frame)
      : toPieces(decodeMp4From(file, frame, loadFfmpeg));
}

async function openEntered(mimeType: string, head: Uint8Array): Promise<SoundDecoder> {
  const decoder = await openSoundDecoder(mimeType, head, { isWhole: false });
  if (!decoder) throw new Error(`There is no decoder for ${mimeType}`);
  return decoder;
}

const neverFfmpeg: FfmpegLoader = () => Promise.reject(new Error('MP3 is decoded without FFmpeg'));
