import type { Peaks } from '../../../audio/peak-meter.ts';
import { rmsFullScale } from '../../../audio/rms-meter.ts';

/** In decibels below full scale. */
export type Level = { peak: number; rms: number };

/** The left end of the meter: eight bits hold nothing quieter. */
export const quietest = -42;
export const silence: Level = { peak: quietest, rms: quietest };

/** In decibels a second, like a mixer's meter: fast enough to follow, slow enough to read. */
const fall = 24;

/** The level of a sound at a moment, as its waveform was measured. */
export function levelAt({ points, rms, samplesPerPixel, sampleRate }: Peaks, seconds: number): Level {
  const index = Math.floor((seconds * sampleRate) / samplesPerPixel);
  const low = Math.abs(points[2 * index] ?? 0);
  const high = Math.abs(points[2 * index + 1] ?? 0);
  return {
    peak: decibels(Math.max(low, high) / 128),
    rms: decibels((rms?.[index] ?? 0) / rmsFullScale),
  };
}

export function turned({ peak, rms }: Level, gain: number): Level {
  return { peak: Math.max(quietest, peak + gain), rms: Math.max(quietest, rms + gain) };
}

/** The shown level: it rises at once, and falls evenly. `seconds`: since it was shown last. */
export function settled(shown: Level, now: Level, seconds: number): Level {
  const least = (value: number) => value - fall * Math.max(0, seconds);
  return { peak: Math.max(now.peak, least(shown.peak)), rms: Math.max(now.rms, least(shown.rms)) };
}

function decibels(amplitude: number): number {
  return amplitude > 0 ? Math.max(quietest, 20 * Math.log10(amplitude)) : quietest;
}
