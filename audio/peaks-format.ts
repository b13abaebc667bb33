import { viewOf } from './bytes.ts';
import type { Peaks } from './peak-meter.ts';

const headerBytes = 24;
const eightBits = 1;

/**
 * The data file of BBC audiowaveform, version 2 (its doc/DataFormat.md): version, flags, sample rate, samples per
 * pixel, length in points, channels, each four bytes little-endian; then lowest and highest of each point, one signed
 * byte each. Always one channel here. Any reader of that format can draw it; a point's time is its index ×
 * samplesPerPixel ÷ sampleRate.
 */
export function encodePeaks({ sampleRate, samplesPerPixel, points }: Peaks): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(headerBytes + points.length);
  const view = viewOf(bytes);
  const header = [2, eightBits, sampleRate, samplesPerPixel, points.length / 2, 1];
  for (const [index, value] of header.entries()) view.setUint32(4 * index, value, true);
  bytes.set(new Uint8Array(points.buffer, points.byteOffset, points.length), headerBytes);
  return bytes;
}

/**
 * Peaks with the root mean square of each point after them, one unsigned byte each. Readers of the plain format stop
 * before it.
 */
export function appendRms(peaks: Uint8Array, rms: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(peaks.length + rms.length);
  bytes.set(peaks);
  bytes.set(rms, peaks.length);
  return bytes;
}

/** Null for anything that `encodePeaks` and `appendRms` don't make. */
export function decodePeaks(bytes: Uint8Array): Peaks | null {
  if (bytes.length < headerBytes) return null;
  const view = viewOf(bytes);
  const [version, flags, sampleRate = 0, samplesPerPixel = 0, length = 0, channels] = Array.from(
    { length: headerBytes / 4 },
    (_, index) => view.getUint32(4 * index, true),
  );
  const isOurs =
    version === 2 && flags === eightBits && channels === 1 && sampleRate > 0 && samplesPerPixel > 0;
  const pointsEnd = headerBytes + 2 * length;
  const hasRms = length > 0 && bytes.length === pointsEnd + length;
  if (!isOurs || (bytes.length !== pointsEnd && !hasRms)) return null;
  const points = new Int8Array(bytes.slice(headerBytes, pointsEnd).buffer);
  return { sampleRate, samplesPerPixel, points, ...(hasRms && { rms: bytes.slice(pointsEnd) }) };
}
