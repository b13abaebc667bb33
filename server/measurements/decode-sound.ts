import type { ReadableBytes } from '../../audio/bytes.ts';
import { frameBytesOf, type PcmLayout } from '../../audio/pcm-format.ts';
import { readPcmLayout } from '../../audio/pcm-layout.ts';
import { planesReader } from '../../audio/pcm-planes.ts';
import type { Planes } from '../../audio/samples.ts';
import { decodePackets } from './packet-decoder.ts';
import { type DecodedSound, openSoundDecoder } from './sound-decoder.ts';

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
export async function* decodeSound(file: ReadableBytes, mimeType: string): AsyncGenerator<SoundPiece> {
  const layout = await readPcmLayout(file);
  const pieces = layout ? decodePcm(file, layout) : toPieces(decodeCompressed(file, mimeType));
  for await (const piece of pieces) if (piece.planes[0]?.length) yield piece;
}

async function* decodePcm(file: ReadableBytes, layout: PcmLayout): AsyncGenerator<SoundPiece> {
  const { dataStart, dataBytes, sampleRate } = layout;
  const frameBytes = frameBytesOf(layout);
  const frames = Math.floor(pieceBytes / frameBytes);
  const end = dataStart + dataBytes;
  const read = (at: number) => file.read(at, Math.min(frames * frameBytes, end - at));
  const readPlanes = planesReader(layout, frames);
  let bytes = await read(dataStart);
  for (let at = dataStart; bytes.length > 0; ) {
    at += bytes.length;
    const next = read(at);
    yield { planes: readPlanes(bytes), sampleRate };
    bytes = await next;
  }
}

async function* decodeCompressed(file: ReadableBytes, mimeType: string): AsyncGenerator<DecodedSound> {
  if (packetTypes.has(mimeType)) {
    yield* decodePackets(file, mimeType);
    return;
  }
  const decoder = await openSoundDecoder(mimeType, await file.read(0, 64));
  if (!decoder) return;
  try {
    for (let at = 0; at < file.size; at += compressedPieceBytes) {
      yield await decoder.decode(await file.read(at, compressedPieceBytes));
    }
    if (decoder.flush) yield await decoder.flush();
  } finally {
    decoder.free();
  }
}

async function* toPieces(sounds: AsyncIterable<DecodedSound>): AsyncGenerator<SoundPiece> {
  for await (const { channelData, samplesDecoded, sampleRate } of sounds) {
    yield { planes: channelData.map((plane) => plane.subarray(0, samplesDecoded)), sampleRate };
  }
}
