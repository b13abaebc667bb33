import { bandCentres } from './band-meter.ts';
import type { Change } from './difference.ts';
import { largest } from './find-gain.ts';
import { type Levels, silentPower } from './measure-matches.ts';

const bands = bandCentres.length;
/** −80 dBFS: digital silence, or what dither and codecs leave of it. */
const mutedPower = 1e-8;
/** The least steps of silence in one version that an encoder's echo before a hit doesn't explain. */
const mutedSteps = 3;

/** The stretches in which one of the sounds is silent and the other one isn't. Takes them out of `rest`. */
export function takeMutes(
  rest: Float64Array,
  { steps, stepSeconds, isMeasured, power }: Levels,
  isCopy: boolean,
) {
  const signOf = (step: number) => {
    // Beside an edge of a match, each sound may still be another part.
    if (!isMeasured[step] || isMeasured[step - 1] === 0 || isMeasured[step + 1] === 0) return 0;
    const [b, a] = [power.newer[step] as number, power.older[step] as number];
    if (Math.max(a, b) < silentPower || Math.min(a, b) >= mutedPower) return 0;
    return Math.abs(10 * Math.log10((b + 1e-15) / (a + 1e-15))) >= largest ? Math.sign(b - a) : 0;
  };
  const changes: Change[] = [];
  for (let from = 0, to = 0; from < steps; from = to) {
    const sign = signOf(from);
    to = from + 1;
    while (to < steps && signOf(to) === sign) to++;
    if (sign === 0 || (!isCopy && to - from < mutedSteps)) continue;
    rest.fill(Number.NaN, from * bands, to * bands);
    changes.push({
      ...{ kind: 'gain', from: from * stepSeconds, to: to * stepSeconds },
      decibels: sign * largest,
    });
  }
  return changes;
}
