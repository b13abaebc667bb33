import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { measurePeaksAndHash } from '../../server/measurements/measure-sound.ts';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import { median } from './meter.ts';
import { type Row, seconds, times } from './report.ts';

const rounds = 5;
const what = 'peaks and SHA-256 of 5 minutes of 24-bit, 48 kHz stereo';
const goal = '≤ 1.50 ×';

/** Waveform and hash in one reading, beside ffmpeg that decodes the same file and throws it away. */
export async function benchPeaks(folder: string): Promise<Row[]> {
  const path = join(folder, 'Five minutes.wav');
  await writeBounce(path, { format: 'wav-24', frames: 5 * 60 * 48_000 });
  const ours: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < rounds; round++) {
    let started = performance.now();
    await measurePeaksAndHash(path, 'audio/wav');
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
