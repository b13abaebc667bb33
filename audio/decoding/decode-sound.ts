import type { ReadableBytes } from '../bytes.ts';
import { frameBytesOf, type PcmLayout } from '../pcm-format.ts';
import { readPcmLayout } from '../pcm-layout.ts';
import { planesReader } from '../pcm-planes.ts';
import type { Planes } from '../samples.ts';
import { inWaveOrder, isInVorbisOrder } from './channel-order.ts';
import type { FfmpegLoader } from './ffmpeg.ts';
import { takeFrames } from './frame-cuts.ts';
import { readOggLinks } from './ogg-links.ts';
import { readOggLength } from './ogg-seek.ts';
import { decodePackets } from './packet-decoder.ts';
import { type DecodedSound, openSoundDecoder, type SoundDecoder } from './sound-decoder.ts';

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
  const length = mimeType === 'audio/ogg' ? await readOggLength(file) : null;
  if (mimeType !== 'audio/ogg' || length !== null) {
    yield* decodeStream(file, mimeType, length);
    return;
  }
  // A chain, or a file without its end.
  for (const link of await readOggLinks(file)) yield* decodeStream(link, mimeType, await readOggLength(link));
}

/** One stream, of which the first `length` samples are heard; null: all that its decoder makes. */
async function* decodeStream(
  file: ReadableBytes,
  mimeType: string,
  length: number | null,
): AsyncGenerator<SoundPiece> {
  const head = (await file.read(0, 64)).slice();
  const decoder = await openSoundDecoder(mimeType, head, { isWhole: true });
  if (!decoder) return;
  const pieces = toPieces(decodeBytes(decoder, file, 0), isReordered(mimeType, head));
  yield* takeFrames(pieces, length ?? Number.POSITIVE_INFINITY);
}

export const isReordered = (mimeType: string, head: Uint8Array) =>
  mimeType === 'audio/ogg' && isInVorbisOrder(head);

export async function* toPieces(
  sounds: AsyncIterable<DecodedSound>,
  isReordered = false,
): AsyncGenerator<SoundPiece> {
  for await (const { channelData, samplesDecoded, sampleRate } of sounds) {
    const channels = isReordered ? inWaveOrder(channelData) : channelData;
    const planes = channels.map((plane) => plane.subarray(0, samplesDecoded));
    if (planes[0]?.length) yield { planes, sampleRate };
  }
}

/** The sound that a decoder makes of a file from this byte on. Frees the decoder. */
export async function* decodeBytes(
  decoder: SoundDecoder,
  file: ReadableBytes,
  start: number,
): AsyncGenerator<DecodedSound> {
  try {
    for (let at = start; at < file.size; at += compressedPieceBytes) {
      yield await decoder.decode(await file.read(at, compressedPieceBytes));
    }
    if (decoder.flush) yield await decoder.flush();
  } finally {
    decoder.free();
  }
}
