import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { decodeSound } from '../../audio/decoding/decode-sound.ts';
import { loadFfmpegPackage } from '../../audio/decoding/ffmpeg.ts';
import { compareSounds, type OpenSound } from '../../audio/difference/compare-sounds.ts';
import { openLocalFile } from '../../server/storage/local-file.ts';
import { makeMusic } from '../helpers/music.ts';
import { writePlanes } from '../helpers/music-files.ts';
import { amplify, concat, silence } from '../helpers/sound-edits.ts';
import { startChild } from './child.ts';
import { median } from './meter.ts';
import { mebibytes, type Row, seconds } from './report.ts';

const rounds = 5;
const minutes = 5;
const longTimes = 12;
/** The limit of what a comparison adds, whatever the length of the files. */
const mostMemory = 256 * 1024 ** 2;

/** Comparing two files, beside decoding each of them once, which the comparison can't do without. */
export async function benchDifference(folder: string): Promise<Row[]> {
  const [older, newer] = [join(folder, 'v1.wav'), join(folder, 'v2.wav')];
  const { planes, sampleRate } = makeMusic(minutes * 60);
  const olderBytes = writePlanes(planes, sampleRate);
  await writeFile(older, olderBytes);
  const edited = planes.map((plane) => concat(silence(3217), amplify(plane, 1.5)));
  await writeFile(newer, writePlanes(edited, sampleRate));

  const decode = async () => {
    for (const path of [older, newer]) for await (const _ of opened(path)());
  };
  const decoding: Spent[] = [];
  const whole: Spent[] = [];
  for (let round = 0; round < rounds; round++) {
    decoding.push(await spend(decode));
    whole.push(await spend(() => compareSounds(opened(newer), opened(older))));
  }
  const of = (kind: keyof Spent) => {
    const floor = median(decoding.map((each) => each[kind]));
    return { floor, ours: median(whole.map((each) => each[kind])) - floor };
  };
  const [time, processor] = [of('time'), of('processor')];

  const short = await memoryOf(newer, older);
  const longer = { older: join(folder, 'long v1.wav'), newer: join(folder, 'long v2.wav') };
  await writeRepeated(longer.older, olderBytes);
  await writeRepeated(longer.newer, writePlanes(edited, sampleRate));
  const long = await memoryOf(longer.newer, longer.older);
  return [
    {
      what: 'what changed between 2 × 5 minutes of 24-bit, 48 kHz stereo, without decoding: processor time (time)',
      ours: `${seconds(processor.ours)} (${seconds(time.ours)})`,
      floor: `${seconds(processor.floor)} (${seconds(time.floor)}): decoding both once`,
      ratio: '–',
      goal: '≤ 1.00 s',
      met: processor.ours <= 1,
    },
    {
      what: 'the same with decoding: processor time (time)',
      ours: `${seconds(processor.ours + processor.floor)} (${seconds(time.ours + time.floor)})`,
      floor: '–',
      ratio: '–',
      goal: '–',
      met: null,
    },
    {
      what: 'memory that comparing adds to a process, 2 × 5 and 2 × 60 minutes',
      ours: `${mebibytes(short)}; ${mebibytes(long)}`,
      floor: '2,637 MiB (2 × 60 minutes decoded)',
      ratio: '–',
      goal: `≤ ${mebibytes(mostMemory)}`,
      met: Math.max(short, long) <= mostMemory,
    },
  ];
}

/** In seconds. */
type Spent = { time: number; processor: number };

async function spend(work: () => Promise<unknown>): Promise<Spent> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const time = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { time, processor: (user + system) / 1e6 };
}

/** In a process that has held nothing else. */
async function memoryOf(newer: string, older: string): Promise<number> {
  const child = startChild('tests/bench/compare-files.ts', [newer, older]);
  return Number(await child.line((line) => /^\d+$/.test(line), 'it had compared the files'));
}

/** The sound of a WAV several times, in one file. */
async function writeRepeated(path: string, wav: Buffer): Promise<void> {
  const headerBytes = wav.indexOf('data') + 8;
  const header = Buffer.from(wav.subarray(0, headerBytes));
  const data = wav.subarray(headerBytes);
  header.writeUInt32LE(headerBytes - 8 + longTimes * data.length, 4);
  header.writeUInt32LE(longTimes * data.length, headerBytes - 4);
  async function* parts() {
    yield header;
    for (let time = 0; time < longTimes; time++) yield data;
  }
  await pipeline(parts(), createWriteStream(path));
}

function opened(path: string): OpenSound {
  return async function* () {
    await using file = await openLocalFile(path);
    yield* decodeSound(file, 'audio/wav', loadFfmpegPackage);
  };
}
