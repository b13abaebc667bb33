const version1Kilobits = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const version2Kilobits = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const version1Rates = [44_100, 48_000, 32_000];

/** How far after a tag the first frame may start: some writers add padding. */
const searchBytes = 2048;

/**
 * Whether MPEG layer III frames begin here: a frame that is followed by another one or by the end of the audio. `head` is
 * the beginning of `size` bytes of audio.
 */
export function hasMpegFrames(head: Uint8Array, size: number): boolean {
  return hasFrames(head, size, mpegFrameBytes);
}

/** The same for AAC in ADTS frames (ISO 13818-7). */
export function hasAdtsFrames(head: Uint8Array, size: number): boolean {
  return hasFrames(head, size, adtsFrameBytes);
}

function hasFrames(
  head: Uint8Array,
  size: number,
  frameBytes: (head: Uint8Array, at: number) => number,
): boolean {
  for (let at = 0; at < Math.min(searchBytes, head.length - 7); at++) {
    const bytes = frameBytes(head, at);
    if (bytes === 0) continue;
    if (at + bytes === size || frameBytes(head, at + bytes) > 0) return true;
  }
  return false;
}

/** Length of the layer III frame whose header is at `at`, or 0 if there is none (ISO 11172-3 §2.4.1.3). */
export function mpegFrameBytes(head: Uint8Array, at: number): number {
  const header = head.subarray(at, at + 3);
  const [sync = 0, kind = 0, rates = 0] = header;
  if (sync !== 0xff || (kind & 0xe0) !== 0xe0 || ((kind >> 1) & 3) !== 1) return 0;
  const version = (kind >> 3) & 3;
  const isVersion1 = version === 3;
  const sampleRate = mpegSampleRate(header);
  const kilobits = (isVersion1 ? version1Kilobits : version2Kilobits)[rates >> 4];
  if (version === 1 || sampleRate === 0 || !kilobits) return 0;
  return Math.floor(((isVersion1 ? 144_000 : 72_000) * kilobits) / sampleRate) + ((rates >> 1) & 1);
}

/** Of the frame with this header; 0 if there is no such rate. */
export function mpegSampleRate([, kind = 0, rates = 0]: Uint8Array): number {
  const version = (kind >> 3) & 3;
  const rate = version1Rates[(rates >> 2) & 3] ?? 0;
  return version === 3 ? rate : version === 2 ? rate / 2 : rate / 4;
}

/** Length of the ADTS frame whose header is at `at`, or 0 if there is none. */
export function adtsFrameBytes(head: Uint8Array, at: number): number {
  const bytes = head.subarray(at, at + 7);
  const [sync = 0, kind = 0, rates = 0, high = 0, middle = 0, low = 0] = bytes;
  if (bytes.length < 7 || sync !== 0xff || (kind & 0xf6) !== 0xf0 || ((rates >> 2) & 15) > 12) return 0;
  const length = ((high & 3) << 11) | (middle << 3) | (low >> 5);
  return length > 7 ? length : 0;
}
