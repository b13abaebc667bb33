import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { measureSound } from '../../server/measurements/measure-sound.ts';
import { openLocalFile } from '../../server/storage/local-file.ts';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import { median } from './meter.ts';
import { type Row, seconds, times } from './report.ts';

const rounds = 5;
const what = 'waveform of 5 minutes of 24-bit, 48 kHz stereo';
const goal = '≤ 1.50 ×';

/** Measuring a file beside ffmpeg, which decodes the same file and throws the samples away. */
export async function benchPeaks(folder: string): Promise<Row[]> {
  const path = join(folder, 'Five minutes.wav');
  await writeBounce(path, { format: 'wav-24', frames: 5 * 60 * 48_000 });
  const ours: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < rounds; round++) {
    let started = performance.now();
    await measureFile(path);
    ours.push((performance.now() - started) / 1000);
    started = performance.now();
    const decoded = spawnSync('ffmpeg', ['-v', 'error', '-i', path, '-f', 'null', '-']);
    if (decoded.error) {
      return [{ what, ours: seconds(median(ours)), floor: 'no ffmpeg here', ratio: '–', goal, met: null }];
    }
    floor.push((performance.now() - started) / 1000);
  }
  const ratio = median(ours) / median(floor);
  return [
    {
      what,
      ours: seconds(median(ours)),
      floor: `${seconds(median(floor))} (ffmpeg -f null)`,
      ratio: times(ratio),
      goal,
      met: ratio <= 1.5,
    },
  ];
}

async function measureFile(path: string): Promise<void> {
  await using file = await openLocalFile(path);
  await measureSound(file, 'audio/wav', ['peaks']);
}
