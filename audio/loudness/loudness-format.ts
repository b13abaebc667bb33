import type { LoudnessFigures, MeasuredLoudness } from './loudness-meter.ts';

/** A measurement as it is kept, in hundredths: the body of `GET /api/files/:id/loudness`. */
export type StoredLoudness = { loudness: LoudnessFigures; stepSeconds: number; curve: number[] };

const round = (value: number) => Math.round(value * 100) / 100;
const roundOrNull = (value: number | null) => value && round(value);

export function storedLoudness({ figures, stepSeconds, curve }: MeasuredLoudness): StoredLoudness {
  return {
    loudness: {
      integrated: roundOrNull(figures.integrated),
      range: roundOrNull(figures.range),
      maximumMomentary: roundOrNull(figures.maximumMomentary),
      maximumShortTerm: roundOrNull(figures.maximumShortTerm),
      truePeak: roundOrNull(figures.truePeak),
    },
    stepSeconds,
    curve: Array.from(curve, round),
  };
}

/** JSON in UTF-8. */
export function encodeLoudness(measured: MeasuredLoudness): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(storedLoudness(measured)));
}
