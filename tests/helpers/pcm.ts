/** Formats that `writePcm` writes: those that DAWs export, and some that only old programs do. */
export const pcmKinds = [
  'wav-u8',
  'wav-16',
  'wav-24',
  'wav-32',
  'wav-f32',
  'wav-f64',
  'wav-extensible-24',
  'rf64-24',
  'w64-16',
  'w64-24',
  'aiff-8',
  'aiff-16',
  'aiff-24',
  'aiff-32',
  'aifc-sowt-16',
  'aifc-sowt-24',
  'aifc-fl32',
  'aifc-fl64',
] as const;
export type PcmKind = (typeof pcmKinds)[number];

export type Sound = {
  sampleRate: number;
  channels: number /** Interleaved, full scale = ±1. */;
  samples: number[];
};

const bitsOf = (kind: PcmKind) => Number(/(\d+)$/.exec(kind.replace('sowt', ''))?.[1]);
const isFloat = (kind: PcmKind) => /-f(l)?(32|64)$/.test(kind);
const isBig = (kind: PcmKind) => kind.startsWith('ai') && !kind.includes('sowt');

/** The bytes of a file of that kind with that sound. */
export function writePcm(kind: PcmKind, { sampleRate, channels, samples }: Sound): Buffer<ArrayBuffer> {
  const room = bitsOf(kind) / 8;
  const data = Buffer.alloc(samples.length * room);
  for (const [index, value] of samples.entries()) writeSample(data, index * room, kind, value);
  const frames = samples.length / channels;
  if (kind.startsWith('ai')) return aiff(kind, data, frames, channels, sampleRate);
  const format = waveFormat(kind, channels, sampleRate);
  if (kind.startsWith('w64')) return wave64(format, data);
  if (kind.startsWith('rf64')) return rf64(format, data, frames);
  const body = Buffer.concat([chunk('fmt ', format), chunk('data', data)]);
  return Buffer.concat([text('RIFF'), u32(4 + body.length), text('WAVE'), body]);
}

/** The value of a sample after it was rounded to a file of that kind. */
export function storedValue(kind: PcmKind, value: number): number {
  if (isFloat(kind)) return bitsOf(kind) === 32 ? Math.fround(value) : value;
  const scale = 2 ** (bitsOf(kind) - 1);
  // Adding zero turns negative zero into zero: integers have no negative zero.
  return toInteger(value, scale) / scale + 0;
}

function toInteger(value: number, scale: number): number {
  return Math.max(-scale, Math.min(scale - 1, Math.round(value * scale)));
}

function writeSample(data: Buffer, at: number, kind: PcmKind, value: number): void {
  const bits = bitsOf(kind);
  if (isFloat(kind)) {
    if (bits === 32) isBig(kind) ? data.writeFloatBE(value, at) : data.writeFloatLE(value, at);
    else isBig(kind) ? data.writeDoubleBE(value, at) : data.writeDoubleLE(value, at);
    return;
  }
  const integer = toInteger(value, 2 ** (bits - 1));
  if (kind === 'wav-u8') data.writeUInt8(integer + 128, at);
  else if (isBig(kind)) data.writeIntBE(integer, at, bits / 8);
  else data.writeIntLE(integer, at, bits / 8);
}

function waveFormat(kind: PcmKind, channels: number, sampleRate: number): Buffer<ArrayBuffer> {
  const bits = bitsOf(kind);
  const isExtensible = kind.includes('extensible');
  const code = isFloat(kind) ? 3 : 1;
  const block = (bits / 8) * channels;
  const plain = Buffer.concat([
    u16(isExtensible ? 0xfffe : code),
    u16(channels),
    u32(sampleRate),
    u32(sampleRate * block),
    u16(block),
    u16(bits),
  ]);
  if (!isExtensible) return plain;
  const guid = Buffer.from('000000001000800000aa00389b71', 'hex');
  return Buffer.concat([plain, u16(22), u16(bits), u32(0), u16(code), guid]);
}

function rf64(format: Buffer, data: Buffer, frames: number): Buffer<ArrayBuffer> {
  const sizes = Buffer.concat([u64(0), u64(data.length), u64(frames), u32(0)]);
  const body = Buffer.concat([
    chunk('ds64', sizes),
    chunk('fmt ', format),
    text('data'),
    u32(0xffff_ffff),
    data,
  ]);
  return Buffer.concat([text('RF64'), u32(0xffff_ffff), text('WAVE'), body]);
}

function wave64(format: Buffer, data: Buffer): Buffer<ArrayBuffer> {
  const rest = Buffer.from('f3acd3118cd100c04f8edb8a', 'hex');
  const part = (name: string, content: Buffer) => {
    const padding = Buffer.alloc((8 - (content.length % 8)) % 8);
    return Buffer.concat([text(name), rest, u64(24 + content.length), content, padding]);
  };
  const body = Buffer.concat([part('fmt ', format), part('data', data)]);
  const riff = Buffer.from('726966662e91cf11a5d628db04c10000', 'hex');
  return Buffer.concat([riff, u64(40 + body.length), text('wave'), rest, body]);
}

function aiff(
  kind: PcmKind,
  data: Buffer,
  frames: number,
  channels: number,
  sampleRate: number,
): Buffer<ArrayBuffer> {
  const [, coding] = kind.split('-');
  const isCompressed = kind.startsWith('aifc');
  const common = Buffer.alloc(18);
  common.writeUInt16BE(channels, 0);
  common.writeUInt32BE(frames, 2);
  common.writeUInt16BE(bitsOf(kind), 6);
  const power = Math.floor(Math.log2(sampleRate));
  common.writeUInt16BE(16_383 + power, 8);
  common.writeBigUInt64BE(BigInt(sampleRate) << BigInt(63 - power), 10);
  const named = isCompressed ? Buffer.concat([common, text(coding ?? ''), Buffer.from([0, 0])]) : common;
  const big = (name: string, content: Buffer) => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(content.length);
    return Buffer.concat([text(name), size, content, Buffer.alloc(content.length % 2)]);
  };
  const body = Buffer.concat([
    text(isCompressed ? 'AIFC' : 'AIFF'),
    big('COMM', named),
    big('SSND', Buffer.concat([Buffer.alloc(8), data])),
  ]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length);
  return Buffer.concat([text('FORM'), size, body]);
}

function chunk(name: string, content: Buffer): Buffer<ArrayBuffer> {
  return Buffer.concat([text(name), u32(content.length), content, Buffer.alloc(content.length % 2)]);
}

const text = (letters: string) => Buffer.from(letters, 'latin1');
function u16(value: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
function u32(value: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
function u64(value: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

/** A sine in every channel, quieter in each next one. */
export function sine(
  seconds: number,
  options: { sampleRate?: number; channels?: number; level?: number } = {},
): Sound {
  const { sampleRate = 8_000, channels = 2, level = 0.8 } = options;
  const samples: number[] = [];
  for (let frame = 0; frame < seconds * sampleRate; frame++) {
    for (let channel = 0; channel < channels; channel++) {
      samples.push((level * Math.sin((2 * Math.PI * 220 * frame) / sampleRate)) / (channel + 1));
    }
  }
  return { sampleRate, channels, samples };
}

/** Bytes in memory as `ReadableBytes`. */
export function inMemory(bytes: Uint8Array) {
  return {
    size: bytes.length,
    read: async (position: number, length: number) => bytes.subarray(position, position + length),
  };
}
