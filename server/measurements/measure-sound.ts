import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { ReadableBytes } from '../../audio/bytes.ts';
import { pcmExtremes } from '../../audio/pcm-extremes.ts';
import { frameBytesOf, type PcmLayout } from '../../audio/pcm-format.ts';
import { readPcmLayout } from '../../audio/pcm-layout.ts';
import { createPeakMeter, type Extremes, type PeakMeter } from '../../audio/peak-meter.ts';
import { encodePeaks } from '../../audio/peaks-format.ts';
import { handleBytes } from '../storage/local-file.ts';
import { decodePackets } from './packet-decoder.ts';
import { type DecodedSound, openSoundDecoder } from './sound-decoder.ts';

/** Read at a time, in bytes. Two pieces are held: one is measured while the next comes from the disk. */
const pieceBytes = 1024 ** 2;
/** A decoder makes many times as much of what it is given. */
const compressedPieceBytes = 64 * 1024;
/** What can't be decoded from front to end: where its packets lie may be said behind them. */
const packetTypes = new Set(['audio/mp4', 'audio/aac']);

/**
 * The waveform of a file, read once from front to end, as the data file of audiowaveform; null when there is no sound
 * in it that can be read here. A damaged file gives the waveform of what can be. Rejects if the file can't be read.
 */
export async function measurePeaks(path: string, mimeType: string): Promise<Uint8Array<ArrayBuffer> | null> {
  await using handle = await open(path, 'r');
  return await measure(handle, mimeType, null);
}

/** The same, and the SHA-256 of the file (hexadecimal), in the same reading. */
export async function measurePeaksAndHash(
  path: string,
  mimeType: string,
): Promise<{ peaks: Uint8Array<ArrayBuffer> | null; sha256: string }> {
  await using handle = await open(path, 'r');
  const hash = createHash('sha256');
  const peaks = await measure(handle, mimeType, hash);
  return { peaks, sha256: hash.digest('hex') };
}

async function measure(
  handle: FileHandle,
  mimeType: string,
  hash: Hash | null,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const file = await handleBytes(handle);
  const layout = await readPcmLayout(file);
  const meter = layout
    ? await measurePcm(file, handle, layout, hash)
    : await measureCompressed(file, mimeType, hash);
  return meter && encodePeaks(meter.finish());
}

/** Everything in order, for the hash; what is between the samples' first and last byte is measured. */
async function measurePcm(
  { size }: ReadableBytes,
  handle: FileHandle,
  layout: PcmLayout,
  hash: Hash | null,
): Promise<PeakMeter> {
  const { dataStart, dataBytes, channels, format, sampleRate } = layout;
  const meter = createPeakMeter(sampleRate);
  const frameBytes = frameBytesOf(layout);
  const dataEnd = dataStart + dataBytes;
  const wholeFrames = pieceBytes - (pieceBytes % frameBytes);
  const pieces = [Buffer.allocUnsafe(pieceBytes), Buffer.allocUnsafe(pieceBytes)] as const;
  const from = hash ? 0 : dataStart;
  const to = hash ? size : dataEnd;

  /** The next piece lies wholly before, among or behind the samples. */
  const lengthAt = (at: number) => {
    if (at < dataStart) return Math.min(pieceBytes, dataStart - at);
    return at < dataEnd ? Math.min(wholeFrames, dataEnd - at) : Math.min(pieceBytes, to - at);
  };
  const read = async (turn: number, at: number) => {
    const piece = turn % 2 === 0 ? pieces[0] : pieces[1];
    const length = at < to ? lengthAt(at) : 0;
    const { bytesRead } = await handle.read(piece, 0, length, at);
    return piece.subarray(0, bytesRead);
  };

  let piece = await read(0, from);
  for (let at = from, turn = 1; piece.length > 0; turn++) {
    const next = read(turn, at + piece.length);
    hash?.update(piece);
    if (at >= dataStart && at < dataEnd) {
      const extremes = pcmExtremes(piece, format);
      const frames = Math.floor(piece.length / frameBytes);
      meter.add(frames, (first, last) => extremes(first * channels, last * channels));
    }
    at += piece.length;
    piece = await next;
  }
  return meter;
}

async function measureCompressed(
  file: ReadableBytes,
  mimeType: string,
  hash: Hash | null,
): Promise<PeakMeter | null> {
  const decoder = await openSoundDecoder(mimeType, await file.read(0, 64));
  let meter: PeakMeter | null = null;
  const take = ({ channelData, samplesDecoded, sampleRate }: DecodedSound) => {
    if (samplesDecoded === 0) return;
    meter ??= createPeakMeter(sampleRate);
    meter.add(samplesDecoded, (first, last) => planarExtremes(channelData, first, last));
  };
  try {
    for (let at = 0; at < file.size; at += compressedPieceBytes) {
      if (!decoder && !hash) break;
      const piece = await file.read(at, compressedPieceBytes);
      hash?.update(piece);
      if (decoder) take(await decoder.decode(piece));
    }
    if (decoder?.flush) take(await decoder.flush());
    if (packetTypes.has(mimeType)) for await (const sound of decodePackets(file, mimeType)) take(sound);
    return meter;
  } finally {
    decoder?.free();
  }
}

function planarExtremes(channelData: Float32Array[], first: number, last: number): Extremes {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const samples of channelData) {
    for (let at = first; at < last; at++) {
      const value = samples[at] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return { low, high };
}
