import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadableBytes } from '../../audio/bytes.ts';
import { measureSound } from '../../server/measurements/measure-sound.ts';
import { openLocalFile } from '../../server/storage/local-file.ts';
import { writePcm } from '../helpers/pcm.ts';
import { median } from './meter.ts';
import { type Row, seconds, times } from './report.ts';

const rounds = 5;
const rate = 48_000;
const frames = 5 * 60 * rate;
const goal = '≤ 1.00 ×';

/** Loudness, peaks and SHA-256 of a file beside ffmpeg, which measures loudness and true peak only. */
export async function benchLoudness(folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, gain] of [
    ['a mix', 0.3],
    ['a clipped master', 3],
  ] as const) {
    const path = join(folder, `${name}.wav`);
    await writeMix(path, gain);
    rows.push(
      ...(await compare(path, `loudness, peaks and SHA-256 of 5 minutes of 24-bit, 48 kHz stereo, ${name}`)),
    );
  }
  return rows;
}

async function compare(path: string, what: string): Promise<Row[]> {
  const [ours, ourProcessor, theirs, theirProcessor]: number[][] = [[], [], [], []];
  for (let round = 0; round < rounds; round++) {
    const cpu = process.cpuUsage();
    const started = performance.now();
    await measureFile(path);
    ours?.push((performance.now() - started) / 1000);
    const { user, system } = process.cpuUsage(cpu);
    ourProcessor?.push((user + system) / 1e6);

    const children = childrenSeconds();
    const spawned = performance.now();
    const arguments_ = ['-v', 'error', '-nostats', '-i', path, '-af', 'ebur128=peak=true', '-f', 'null', '-'];
    const { error } = spawnSync('ffmpeg', arguments_);
    if (error) {
      return [
        { what, ours: seconds(median(ours ?? [])), floor: 'no ffmpeg here', ratio: '–', goal, met: null },
      ];
    }
    theirs?.push((performance.now() - spawned) / 1000);
    theirProcessor?.push(childrenSeconds() - children);
  }
  const row = (kind: string, our: number[] = [], their: number[] = []): Row => ({
    what: `${what}: ${kind}`,
    ours: seconds(median(our)),
    floor: `${seconds(median(their))} (ffmpeg ebur128=peak=true)`,
    ratio: times(median(our) / median(their)),
    goal,
    met: median(our) <= median(their),
  });
  return [row('time', ours, theirs), row('processor', ourProcessor, theirProcessor)];
}

/** The hash takes the bytes as the meters read them, which is in order. */
async function measureFile(path: string): Promise<void> {
  await using stored = await openLocalFile(path);
  const hash = createHash('sha256');
  let hashed = 0;
  const file: ReadableBytes = {
    size: stored.size,
    async read(position, length) {
      const bytes = await stored.read(position, length);
      // Between the fields of the header that the meters read.
      if (position > hashed) {
        hash.update(await stored.read(hashed, position - hashed));
        hashed = position;
      }
      if (position + bytes.length > hashed) {
        hash.update(bytes.subarray(hashed - position));
        hashed = position + bytes.length;
      }
      return bytes;
    },
  };
  await measureSound(file, 'audio/wav', ['peaks', 'loudness', 'rms']);
  hash.digest();
  if (hashed !== stored.size) throw new Error('Not every byte was hashed');
}

/** Processor time of all ended children, from `/proc`, in ticks of 10 ms. */
function childrenSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

/** Two voices and noise under a slow envelope; a high gain clips most of it. */
async function writeMix(path: string, gain: number): Promise<void> {
  const header = writePcm('wav-24', { sampleRate: rate, channels: 2, samples: [0, 0] }).subarray(0, 44);
  header.writeUInt32LE(36 + 6 * frames, 4);
  header.writeUInt32LE(6 * frames, 40);
  await using file = await open(path, 'w');
  await file.write(header);
  let seed = 1;
  let noise = 0;
  for (let start = 0; start < frames; start += rate) {
    const bytes = Buffer.alloc(6 * rate);
    for (let frame = 0; frame < rate; frame++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      noise = 0.9 * noise + 0.1 * (seed / 2 ** 30 - 1);
      const at = start + frame;
      const envelope = gain * (0.3 + 0.7 * Math.abs(Math.sin((at * 3) / rate)));
      for (const [channel, share] of [3, 2].entries()) {
        const value = envelope * (Math.sin(at * (0.02 + 0.001 * channel)) + share * noise);
        bytes.writeIntLE(
          Math.round(Math.max(-1, Math.min(1, value)) * (2 ** 23 - 1)),
          6 * frame + 3 * channel,
          3,
        );
      }
    }
    await file.write(bytes);
  }
}
