import { type BitReader, createBitReader } from './bit-reader.ts';

/** The “magic cookie” of an Apple Lossless track, which describes its packets. */
export type AlacConfig = {
  /** Frames of every packet except the last. */
  frameLength: number;
  bitDepth: number;
  channels: number;
  sampleRate: number;
  /** Parameters of the adaptive Golomb code: first mean, its weight, longest code. */
  mean: number;
  weight: number;
  longest: number;
};

/** One array for each channel, all of the same length: whole numbers of `bitDepth` bits. */
export type AlacFrames = Int32Array[];

const element = { single: 0, pair: 1, low: 3, data: 4, fill: 6, end: 7 };
const longestPrefix = 9;

/**
 * The samples of one packet of Apple Lossless (Apple's public description and reference decoder, 2011). No packet
 * depends on another. Null if it is damaged, or has elements that no encoder for one or two channels writes.
 */
export function decodeAlacPacket(packet: Uint8Array, config: AlacConfig): AlacFrames | null {
  const bits = createBitReader(packet);
  const channels: Int32Array[] = [];
  while (!bits.isOver() && channels.length < config.channels) {
    const kind = bits.read(3);
    if (kind === element.end) break;
    if (kind === element.fill || kind === element.data) skipElement(bits, kind);
    else if (kind === element.single || kind === element.low || kind === element.pair) {
      const decoded = decodeElement(bits, config, kind === element.pair ? 2 : 1);
      if (!decoded) return null;
      channels.push(...decoded);
    } else return null;
  }
  return channels.length === config.channels && !bits.isOver() ? channels : null;
}

function skipElement(bits: BitReader, kind: number): void {
  if (kind === element.fill) {
    const count = bits.read(4);
    bits.skip(8 * (count === 15 ? 14 + bits.read(8) : count));
    return;
  }
  bits.skip(4);
  const isAligned = bits.read(1) === 1;
  const count = bits.read(8);
  const all = count === 255 ? 255 + bits.read(8) : count;
  if (isAligned) bits.align();
  bits.skip(8 * all);
}

function decodeElement(bits: BitReader, config: AlacConfig, channels: 1 | 2): Int32Array[] | null {
  bits.skip(4 + 12);
  const isPartial = bits.read(1) === 1;
  const shift = 8 * bits.read(2);
  const isPlain = bits.read(1) === 1;
  const frames = isPartial ? bits.read(32) : config.frameLength;
  if (frames > config.frameLength || shift > 16 || shift >= config.bitDepth) return null;
  if (isPlain) return readPlain(bits, config.bitDepth, channels, frames);

  const mixBits = bits.read(8);
  const mixWeight = (bits.read(8) << 24) >> 24;
  const predictors = Array.from({ length: channels }, () => readPredictor(bits));
  // The lowest bits of wide samples come first, uncompressed.
  const low = bits.fork();
  bits.skip(shift * channels * frames);
  // The difference of two channels needs one more bit.
  const width = config.bitDepth - shift + (channels - 1);
  const planes: Int32Array[] = [];
  for (const predictor of predictors) {
    const residuals = readResiduals(bits, config, predictor.weightFactor, frames, width);
    if (!residuals) return null;
    if (predictor.mode !== 0) accumulate(residuals, width);
    predict(residuals, predictor, width);
    planes.push(residuals);
  }
  const [first, second] = planes;
  if (first && second && mixWeight !== 0) unmix(first, second, mixBits, mixWeight);
  if (shift > 0) {
    for (let frame = 0; frame < frames; frame++) {
      for (const plane of planes) plane[frame] = ((plane[frame] as number) << shift) | low.read(shift);
    }
  }
  return planes;
}

function readPlain(bits: BitReader, bitDepth: number, channels: number, frames: number): Int32Array[] {
  const planes = Array.from({ length: channels }, () => new Int32Array(frames));
  const unused = 32 - bitDepth;
  for (let frame = 0; frame < frames; frame++) {
    for (const plane of planes) plane[frame] = (bits.read(bitDepth) << unused) >> unused;
  }
  return planes;
}

type Predictor = { mode: number; shift: number; weightFactor: number; coefficients: Int16Array };

function readPredictor(bits: BitReader): Predictor {
  const mode = bits.read(4);
  const shift = bits.read(4);
  const weightFactor = bits.read(3);
  const coefficients = new Int16Array(bits.read(5));
  for (let index = 0; index < coefficients.length; index++) coefficients[index] = bits.read(16);
  return { mode, shift, weightFactor, coefficients };
}

/** Numbers in a Golomb code whose parameter follows their running mean; runs of zeros are stored as their length. */
function readResiduals(
  bits: BitReader,
  config: AlacConfig,
  weightFactor: number,
  frames: number,
  width: number,
): Int32Array | null {
  const residuals = new Int32Array(frames);
  const weight = (config.weight * weightFactor) >> 2;
  let mean = config.mean;
  let afterZeros = 0;
  for (let at = 0; at < frames; ) {
    if (bits.isOver()) return null;
    const parameter = Math.min(31 - Math.clz32((mean >>> 9) + 3), config.longest);
    const value = readGolomb(bits, parameter, (1 << parameter) - 1, width);
    const folded = value + afterZeros;
    residuals[at++] = folded & 1 ? -((folded + 1) / 2) : folded / 2;
    mean = value > 0xffff ? 0xffff : weight * folded + mean - ((weight * mean) >> 9);
    afterZeros = 0;
    if (mean < 128 && at < frames) {
      const runParameter = Math.clz32(mean) - 24 + ((mean + 16) >> 6);
      const run = readGolomb(bits, runParameter, ((1 << runParameter) - 1) & ((1 << config.longest) - 1), 16);
      at += run;
      if (at > frames) return null;
      afterZeros = run >= 0xffff ? 0 : 1;
      mean = 0;
    }
  }
  return residuals;
}

/**
 * A prefix of ones, each worth `multiple`, then a rest, where 0 takes one bit less. After the longest prefix the value
 * follows in `plainBits` bits.
 */
function readGolomb(bits: BitReader, parameter: number, multiple: number, plainBits: number): number {
  const ones = bits.countOnes(longestPrefix);
  if (ones === longestPrefix) {
    bits.skip(longestPrefix);
    return bits.read(plainBits);
  }
  bits.skip(ones + 1);
  const rest = bits.peek(parameter);
  bits.skip(rest >= 2 ? parameter : parameter - 1);
  return ones * multiple + (rest >= 2 ? rest - 1 : 0);
}

/** Turns differences between neighbours into values, in place. */
function accumulate(values: Int32Array, width: number): void {
  const unused = 32 - width;
  for (let at = 1; at < values.length; at++) {
    values[at] = (((values[at] as number) + (values[at - 1] as number)) << unused) >> unused;
  }
}

/** Turns residuals into samples, in place. The coefficients adapt to the sign of each error. */
function predict(values: Int32Array, { coefficients, shift }: Predictor, width: number): void {
  const count = coefficients.length;
  const unused = 32 - width;
  if (count === 0) return;
  if (count === 31) {
    accumulate(values, width);
    return;
  }
  const half = shift > 0 ? 1 << (shift - 1) : 0;
  accumulate(values.subarray(0, Math.min(count + 1, values.length)), width);
  for (let at = count + 1; at < values.length; at++) {
    const base = values[at - count - 1] as number;
    let sum = half;
    for (let tap = 0; tap < count; tap++) {
      sum = (sum + Math.imul(coefficients[tap] as number, ((values[at - 1 - tap] as number) - base) | 0)) | 0;
    }
    const residual = values[at] as number;
    values[at] = ((residual + base + (sum >> shift)) << unused) >> unused;
    let error = residual;
    const sign = Math.sign(residual);
    for (let tap = count - 1; tap >= 0 && error * sign > 0; tap--) {
      const difference = base - (values[at - 1 - tap] as number);
      const direction = Math.sign(difference) * sign;
      coefficients[tap] = (coefficients[tap] as number) - direction;
      error -= (count - tap) * ((direction * difference) >> shift);
    }
  }
}

/** Turns a weighted mean and a difference into left and right, in place. */
function unmix(first: Int32Array, second: Int32Array, mixBits: number, mixWeight: number): void {
  for (let at = 0; at < first.length; at++) {
    const difference = second[at] as number;
    const left = ((first[at] as number) + difference - (Math.imul(mixWeight, difference) >> mixBits)) | 0;
    first[at] = left;
    second[at] = left - difference;
  }
}
