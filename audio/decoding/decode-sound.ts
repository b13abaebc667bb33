import type { ReadableBytes } from '../bytes.ts';
import { frameBytesOf, type PcmLayout } from '../pcm-format.ts';
import { readPcmLayout } from '../pcm-layout.ts';
import { planesReader } from '../pcm-planes.ts';
import type { Planes } from '../samples.ts';
import { inWaveOrder, isInVorbisOrder } from './channel-order.ts';
import type { FfmpegLoader } from './ffmpeg.ts';
import { type FlacMap, findFlacPlace } from './flac-seek.ts';
import { decodePackets } from './packet-decoder.ts';
import { type DecodedSound, openSoundDecoder, preSkipOf } from './sound-decoder.ts';

/** Read at a time, in bytes: one piece is decoded while the next one comes from the disk. */
const pieceBytes = 1024 ** 2;
/** A decoder makes many times as much out of its input. */
const compressedPieceBytes = 64 * 1024;
/** These can't be decoded from front to end: the table of their packets may follow them. */
const packetTypes = new Set(['audio/mp4', 'audio/aac']);

/** A stretch of sound, which is good until the next one is asked for. */
export type SoundPiece = { planes: Planes; sampleRate: number };

/**
 * The sound of a file from front to end, reading each byte once. Yields nothing if it has no sound that can be read
 * here, and what is readable of a damaged file. Rejects if `file` does, or if a decoder gives up.
 */
export async function* decodeSound(
  file: ReadableBytes,
  mimeType: string,
  loadFfmpeg: FfmpegLoader,
): AsyncGenerator<SoundPiece> {
  const layout = await readPcmLayout(file);
  if (layout) yield* decodePcm(file, layout, 0, pieceBytes);
  else yield* decodeCompressed(file, mimeType, loadFfmpeg);
}

/** Uncompressed samples from this frame on, so many bytes at a time. */
export async function* decodePcm(
  file: ReadableBytes,
  layout: PcmLayout,
  firstFrame: number,
  pieceBytes: number,
): AsyncGenerator<SoundPiece> {
  const { dataStart, dataBytes, sampleRate } = layout;
  const frameBytes = frameBytesOf(layout);
  const frames = Math.floor(pieceBytes / frameBytes);
  const start = dataStart + firstFrame * frameBytes;
  const end = dataStart + dataBytes;
  const read = (at: number) => file.read(at, Math.max(0, Math.min(frames * frameBytes, end - at)));
  const readPlanes = planesReader(layout, frames);
  let bytes = await read(start);
  for (let at = start; bytes.length >= frameBytes; ) {
    at += bytes.length;
    const next = read(at);
    yield { planes: readPlanes(bytes), sampleRate };
    file.release?.(bytes);
    bytes = await next;
  }
}

/** Compressed sound from front to end. */
export async function* decodeCompressed(
  file: ReadableBytes,
  mimeType: string,
  loadFfmpeg: FfmpegLoader,
): AsyncGenerator<SoundPiece> {
  if (packetTypes.has(mimeType)) {
    yield* toPieces(decodePackets(file, mimeType, loadFfmpeg));
    return;
  }
  const head = await file.read(0, 64);
  const skipped = mimeType === 'audio/ogg' ? preSkipOf(head) : 0;
  yield* skipFrames(toPieces(decodeStream(file, mimeType, head)), skipped);
}

/** Drops the first frames. */
export async function* skipFrames(
  pieces: AsyncGenerator<SoundPiece>,
  frames: number,
): AsyncGenerator<SoundPiece> {
  let left = frames;
  for await (const { planes, sampleRate } of pieces) {
    const length = planes[0]?.length ?? 0;
    const start = Math.min(left, length);
    left -= start;
    if (start < length) yield { planes: planes.map((plane) => plane.subarray(start)), sampleRate };
  }
}

/** A FLAC file from this frame on. What is before it is hardly read. */
export async function* decodeFlacFrom(
  file: ReadableBytes,
  map: FlacMap,
  frame: number,
): AsyncGenerator<SoundPiece> {
  const { at, sample } = await findFlacPlace(file, map, frame);
  yield* skipFrames(toPieces(decodeStream(file, 'audio/flac', map.header, at)), frame - sample);
}

async function* toPieces(sounds: AsyncIterable<DecodedSound>): AsyncGenerator<SoundPiece> {
  for await (const { channelData, samplesDecoded, sampleRate } of sounds) {
    const planes = channelData.map((plane) => plane.subarray(0, samplesDecoded));
    if (planes[0]?.length) yield { planes, sampleRate };
  }
}

/** From byte `start` on, after `head` if that isn't the beginning of the file. */
async function* decodeStream(
  file: ReadableBytes,
  mimeType: string,
  head: Uint8Array,
  start = 0,
): AsyncGenerator<DecodedSound> {
  const decoder = await openSoundDecoder(mimeType, head);
  if (!decoder) return;
  const isReordered = mimeType === 'audio/ogg' && isInVorbisOrder(head);
  const ordered = (sound: DecodedSound) =>
    isReordered ? { ...sound, channelData: inWaveOrder(sound.channelData) } : sound;
  try {
    if (start > 0) yield ordered(await decoder.decode(head));
    for (let at = start; at < file.size; at += compressedPieceBytes) {
      yield ordered(await decoder.decode(await file.read(at, compressedPieceBytes)));
    }
    if (decoder.flush) yield ordered(await decoder.flush());
  } finally {
    decoder.free();
  }
}
