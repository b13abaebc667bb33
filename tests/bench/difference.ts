import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeSound } from '../../audio/decoding/decode-sound.ts';
import { loadFfmpegPackage } from '../../audio/decoding/ffmpeg.ts';
import { compareSounds, type OpenSound } from '../../audio/difference/compare-sounds.ts';
import { openLocalFile } from '../../server/storage/local-file.ts';
import { makeMusic } from '../helpers/music.ts';
import { writePlanes } from '../helpers/music-files.ts';
import { amplify, concat, silence } from '../helpers/sound-edits.ts';
import { median, watchPeak } from './meter.ts';
import { mebibytes, type Row, seconds } from './report.ts';

const rounds = 5;
const minutes = 5;

/** Comparing two files, beside decoding each of them once, which the comparison can't do without. */
export async function benchDifference(folder: string): Promise<Row[]> {
  const [older, newer] = [join(folder, 'v1.wav'), join(folder, 'v2.wav')];
  const { planes, sampleRate } = makeMusic(minutes * 60);
  await writeFile(older, writePlanes(planes, sampleRate));
  const edited = planes.map((plane) => concat(silence(3217), amplify(plane, 1.5)));
  await writeFile(newer, writePlanes(edited, sampleRate));
  const decoding: number[] = [];
  const whole: number[] = [];
  const peak = watchPeak(process.pid);
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    for (const path of [older, newer]) for await (const _ of opened(path)());
    const decoded = performance.now();
    await compareSounds(opened(newer), opened(older));
    decoding.push((decoded - started) / 1000);
    whole.push((performance.now() - decoded) / 1000);
  }
  const memory = peak.stop();
  const [floor, ours] = [median(decoding), median(whole)];
  return [
    {
      what: 'what changed between 2 × 5 minutes of 24-bit, 48 kHz stereo, beyond decoding',
      ours: seconds(ours - floor),
      floor: `${seconds(floor)} (decoding both once)`,
      ratio: '–',
      goal: '≤ 1.00 s',
      met: ours - floor <= 1,
    },
    {
      what: 'memory of the whole process meanwhile',
      ours: mebibytes(memory),
      floor: `${mebibytes(4 * 2 * 2 * minutes * 60 * 48_000)} (both decoded)`,
      ratio: '–',
      goal: '–',
      met: null,
    },
  ];
}

function opened(path: string): OpenSound {
  return async function* () {
    await using file = await openLocalFile(path);
    yield* decodeSound(file, 'audio/wav', loadFfmpegPackage);
  };
}
