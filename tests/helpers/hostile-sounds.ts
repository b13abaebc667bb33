import { type Sound, writePcm } from './pcm.ts';

const second = 48_000;
const wave = (sound: Partial<Sound>, kind: Parameters<typeof writePcm>[0] = 'wav-f32') =>
  Buffer.from(writePcm(kind, { sampleRate: 48_000, channels: 1, samples: [], ...sound }));
const samples = (count: number, value: (at: number) => number) =>
  Array.from({ length: count }, (_, at) => value(at));
const tone = (count: number) => samples(count, (at) => 0.5 * Math.sin(at / 20));

/** Silence at 1 kHz, in 43 MB. */
function twelveHours(): Buffer<ArrayBuffer> {
  const data = Buffer.alloc(12 * 3600 * 1000, 128);
  const header = wave({ sampleRate: 1000, samples: [0] }, 'wav-u8').subarray(0, 44);
  header.writeUInt32LE(36 + data.length, 4);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

/** Sounds that a program made by mistake, or somebody made to do harm. */
export const hostileSounds = {
  silence: () => wave({ samples: samples(2 * second, () => 0) }),
  'a constant': () => wave({ samples: samples(2 * second, () => 0.9) }),
  'samples that are no numbers': () => wave({ samples: samples(2 * second, () => Number.NaN) }),
  'infinite samples': () => wave({ samples: samples(2 * second, () => Number.POSITIVE_INFINITY) }),
  'the largest floats': () => wave({ samples: samples(2 * second, (at) => (at % 2 ? 3e38 : -3e38)) }),
  'one sample': () => wave({ samples: [0.5] }),
  '1 Hz': () => wave({ sampleRate: 1, samples: tone(5000) }),
  '384 kHz': () => wave({ sampleRate: 384_000, samples: tone(384_000) }),
  '64 channels': () => wave({ channels: 64, samples: tone(64 * second) }),
  'a file without its end': () => wave({ samples: tone(4 * second) }).subarray(0, 100_001),
  '12 hours': twelveHours,
} satisfies Record<string, () => Buffer<ArrayBuffer>>;
