/** Formats that this module writes without an encoder. */
export const audioFormats = [
  'wav-16',
  'wav-24',
  'wav-32-float',
  'wav-extensible',
  'rf64',
  'w64',
  'aiff',
  'aifc',
] as const;
export type AudioFormat = (typeof audioFormats)[number];

export const extensionOf: Record<AudioFormat, string> = {
  'wav-16': '.wav',
  'wav-24': '.wav',
  'wav-32-float': '.wav',
  'wav-extensible': '.wav',
  rf64: '.wav',
  w64: '.w64',
  aiff: '.aiff',
  aifc: '.aifc',
};

export type Sound = {
  format: AudioFormat;
  frames: number;
  sampleRate?: number;
  channels?: number;
  /** Sounds with different seeds differ in every second. */
  seed?: number;
  /** Samples by channel, instead of a sound of `seed`. */
  planes?: Float32Array[];
};

/** A sound as a file: a header, then samples. The header's lengths may be those of fewer frames. */
export type AudioLayout = {
  frames: number;
  frameBytes: number;
  headerBytes: number;
  /** The header after `frames` have been written. Its own length never changes. */
  header(frames: number): Buffer;
  samples(fromFrame: number, frames: number): Buffer;
};

type Shape = { sampleRate: number; channels: number; bits: 16 | 24 | 32; bigEndian: boolean };

/** Real sound: noise over a sine whose pitch depends on the seed. It is audible and doesn't compress to nothing. */
export function layoutOf(sound: Sound): AudioLayout {
  const { format, frames, sampleRate = 48_000, channels = 2, seed = 1 } = sound;
  const bits =
    format === 'wav-16' || format === 'aiff' || format === 'aifc' ? 16 : format === 'wav-32-float' ? 32 : 24;
  const shape: Shape = { sampleRate, channels, bits, bigEndian: format === 'aiff' };
  const frameBytes = (bits / 8) * channels;
  const header = (written: number) => headerOf(format, shape, written, written * frameBytes);
  const head = { frames, frameBytes, headerBytes: header(0).length, header };
  const { planes } = sound;
  if (planes) return { ...head, samples: (from, count) => encode(planes, shape, from, count) };
  const seconds = loudness.map((level) => makeSecond(shape, seed, level));
  return { ...head, samples: (from, count) => cutSamples(seconds, shape, seed, from, count) };
}

/** The whole file in memory, for small files. */
export function makeAudio(sound: Sound): Buffer {
  const layout = layoutOf(sound);
  return Buffer.concat([layout.header(layout.frames), layout.samples(0, layout.frames)]);
}

/** Loudness levels of a second, so that waveforms look like a song: quiet verses, loud choruses. */
const loudness = [0.25, 0.4, 0.55, 0.75, 0.9, 1];
/** Verse, verse, chorus…: eight seconds each, as the index of the softest level in that part. */
const parts = [0, 1, 3, 1, 3, 2, 3];

/** One second of sound. It is repeated, with the number of the second in its first frame. */
function makeSecond({ sampleRate, channels, bits, bigEndian }: Shape, seed: number, level: number): Buffer {
  const second = Buffer.alloc(sampleRate * channels * (bits / 8));
  const pitch = (2 * Math.PI * (110 + (seed % 48) * 20)) / sampleRate;
  let noise = seed * 2_654_435_761 + 1;
  for (let frame = 0, at = 0; frame < sampleRate; frame++) {
    for (let channel = 0; channel < channels; channel++, at += bits / 8) {
      noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) | 0;
      writeSample(second, at, level * (0.7 * Math.sin(pitch * frame) + 0.2 * (noise / 2 ** 31)), {
        bits,
        bigEndian,
      });
    }
  }
  return second;
}

function encode(planes: Float32Array[], shape: Shape, from: number, count: number): Buffer {
  const bytes = shape.bits / 8;
  const samples = Buffer.alloc(count * planes.length * bytes);
  for (let frame = from, at = 0; frame < from + count; frame++) {
    for (const plane of planes) {
      writeSample(samples, at, plane[frame] ?? 0, shape);
      at += bytes;
    }
  }
  return samples;
}

function writeSample(
  into: Buffer,
  at: number,
  value: number,
  { bits, bigEndian }: Pick<Shape, 'bits' | 'bigEndian'>,
): void {
  if (bits === 32) {
    into.writeFloatLE(value, at);
    return;
  }
  const top = 2 ** (bits - 1);
  const whole = Math.max(-top, Math.min(top - 1, Math.round(value * top)));
  if (bigEndian) into.writeIntBE(whole, at, bits / 8);
  else into.writeIntLE(whole, at, bits / 8);
}

function cutSamples(
  seconds: Buffer[],
  { sampleRate, channels, bits }: Shape,
  seed: number,
  from: number,
  count: number,
): Buffer {
  const frameBytes = channels * (bits / 8);
  const samples = Buffer.allocUnsafe(count * frameBytes);
  for (let done = 0; done < count; ) {
    const frame = (from + done) % sampleRate;
    const take = Math.min(count - done, sampleRate - frame);
    const second = Math.floor((from + done) / sampleRate);
    const source = seconds[levelOf(second, seed)] as Buffer;
    source.copy(samples, done * frameBytes, frame * frameBytes, (frame + take) * frameBytes);
    if (frame === 0) samples.writeUInt16LE(second % 65_536, done * frameBytes);
    done += take;
  }
  return samples;
}

/** The loudness level of a second: that of its part of the song, sometimes a little louder. */
function levelOf(second: number, seed: number): number {
  const part = parts[Math.floor(second / 8 + seed) % parts.length] ?? 0;
  return part + (Math.imul(second + seed, 2_654_435_761) >>> 30 > 1 ? 2 : (second + seed) % 2);
}

function headerOf(format: AudioFormat, shape: Shape, frames: number, bytes: number): Buffer {
  if (format === 'aiff') return aiffHeader(shape, frames, bytes, false);
  if (format === 'aifc') return aiffHeader(shape, frames, bytes, true);
  if (format === 'w64') return w64Header(shape, bytes);
  if (format === 'rf64') return rf64Header(shape, frames, bytes);
  return wavHeader(shape, bytes, format);
}

const ascii = (text: string) => Buffer.from(text, 'latin1');
const u16 = (value: number) => number(2, (buffer) => buffer.writeUInt16LE(value));
const u32 = (value: number) => number(4, (buffer) => buffer.writeUInt32LE(value));
const u64 = (value: number) => number(8, (buffer) => buffer.writeBigUInt64LE(BigInt(value)));
const u16be = (value: number) => number(2, (buffer) => buffer.writeUInt16BE(value));
const u32be = (value: number) => number(4, (buffer) => buffer.writeUInt32BE(value));

function number(length: number, write: (buffer: Buffer) => void): Buffer {
  const buffer = Buffer.alloc(length);
  write(buffer);
  return buffer;
}

/** The body of a `fmt ` chunk; the extensible one carries the GUID of PCM (KSDATAFORMAT_SUBTYPE_PCM). */
function formatBody({ sampleRate, channels, bits }: Shape, extensible: boolean): Buffer {
  const frameBytes = channels * (bits / 8);
  const tag = extensible ? 0xfffe : bits === 32 ? 3 : 1;
  const common = [
    u16(tag),
    u16(channels),
    u32(sampleRate),
    u32(sampleRate * frameBytes),
    u16(frameBytes),
    u16(bits),
  ];
  if (!extensible) return Buffer.concat(common);
  const pcm = Buffer.from('0100000000001000800000aa00389b71', 'hex');
  return Buffer.concat([...common, u16(22), u16(bits), u32(channels === 1 ? 4 : 3), pcm]);
}

function wavHeader(shape: Shape, bytes: number, format: AudioFormat): Buffer {
  const body = formatBody(shape, format === 'wav-extensible');
  const rest = Buffer.concat([ascii('WAVEfmt '), u32(body.length), body, ascii('data'), u32(bytes)]);
  return Buffer.concat([ascii('RIFF'), u32(rest.length + bytes), rest]);
}

/** EBU Tech 3306: 0xFFFFFFFF in the 32-bit lengths, the true ones in `ds64`. */
function rf64Header(shape: Shape, frames: number, bytes: number): Buffer {
  const body = formatBody(shape, false);
  const riffBytes = 4 + 36 + 8 + body.length + 8 + bytes;
  return Buffer.concat([
    ascii('RF64'),
    u32(0xffff_ffff),
    ascii('WAVEds64'),
    u32(28),
    u64(riffBytes),
    u64(bytes),
    u64(frames),
    u32(0),
    ascii('fmt '),
    u32(body.length),
    body,
    ascii('data'),
    u32(0xffff_ffff),
  ]);
}

function w64Header(shape: Shape, bytes: number): Buffer {
  const body = formatBody(shape, false);
  const guid = (hex: string) => Buffer.from(hex, 'hex');
  const format = Buffer.concat([guid('666d7420f3acd3118cd100c04f8edb8a'), u64(24 + body.length), body]);
  const data = Buffer.concat([guid('64617461f3acd3118cd100c04f8edb8a'), u64(24 + bytes)]);
  return Buffer.concat([
    guid('726966662e91cf11a5d628db04c10000'),
    u64(40 + format.length + data.length + bytes),
    guid('77617665f3acd3118cd100c04f8edb8a'),
    format,
    data,
  ]);
}

function aiffHeader(
  { sampleRate, channels, bits }: Shape,
  frames: number,
  bytes: number,
  compressed: boolean,
): Buffer {
  const kind = compressed ? Buffer.concat([ascii('sowt'), Buffer.from([0, 0])]) : Buffer.alloc(0);
  const common = Buffer.concat([u16be(channels), u32be(frames), u16be(bits), extended(sampleRate), kind]);
  const rest = Buffer.concat([
    ascii(compressed ? 'AIFC' : 'AIFF'),
    ascii('COMM'),
    u32be(common.length),
    common,
    ascii('SSND'),
    u32be(bytes + 8),
    u32be(0),
    u32be(0),
  ]);
  return Buffer.concat([ascii('FORM'), u32be(rest.length + bytes), rest]);
}

/** A whole number as an 80-bit IEEE 754 extended float, the format of AIFF's sample rate. */
function extended(value: number): Buffer {
  const exponent = Math.floor(Math.log2(value));
  const buffer = Buffer.alloc(10);
  buffer.writeUInt16BE(16_383 + exponent);
  buffer.writeBigUInt64BE(BigInt(value) << BigInt(63 - exponent), 2);
  return buffer;
}
