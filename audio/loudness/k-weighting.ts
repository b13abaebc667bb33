import type { Planes } from '../samples.ts';

/** A second-order filter section, normalised to a0 = 1. */
type Section = { b0: number; b1: number; b2: number; a1: number; a2: number };

/** Sums the squares of K-weighted samples, keeping the state of one channel's filters between calls. */
export type WeightedEnergy = (samples: Planes[number], from: number, to: number) => number;

/** The analogue prototypes of ITU-R BS.1770-5 Annex 1, whose tables only give the coefficients for 48 kHz. */
const shelf = { hertz: 1681.974450955533, decibels: 3.999843853973347, quality: 0.7071752369554196 };
const highPass = { hertz: 38.13547087602444, quality: 0.5003270373238773 };

/** The rest of a fading tail that counts as silence. Far smaller numbers would make the arithmetic very slow. */
const faintest = 1e-18;

/** Filters exist below half of the rate only. For rates that low, a filter at its edge does no harm. */
const warped = (hertz: number, rate: number) => Math.tan((Math.PI * Math.min(hertz, 0.49 * rate)) / rate);

/** Both filters designed for this rate by the bilinear transform. */
export function kWeightingSections(sampleRate: number): [shelf: Section, highPass: Section] {
  const k = warped(shelf.hertz, sampleRate);
  const high = 10 ** (shelf.decibels / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / shelf.quality + k * k;
  const l = warped(highPass.hertz, sampleRate);
  const c0 = 1 + l / highPass.quality + l * l;
  return [
    {
      b0: (high + (band * k) / shelf.quality + k * k) / a0,
      b1: (2 * (k * k - high)) / a0,
      b2: (high - (band * k) / shelf.quality + k * k) / a0,
      a1: (2 * (k * k - 1)) / a0,
      a2: (1 - k / shelf.quality + k * k) / a0,
    },
    { b0: 1, b1: -2, b2: 1, a1: (2 * (l * l - 1)) / c0, a2: (1 - l / highPass.quality + l * l) / c0 },
  ];
}

/** K-weighting for one channel. Both sections run in one loop, because most of the time of a measurement is spent here. */
export function createKWeighting(sampleRate: number): WeightedEnergy {
  const [{ b0, b1, b2, a1, a2 }, { a1: c1, a2: c2 }] = kWeightingSections(sampleRate);
  const state = new Float64Array(4);
  return (samples, from, to) => {
    let [s1 = 0, s2 = 0, t1 = 0, t2 = 0] = state;
    let energy = 0;
    for (let at = from; at < to; at++) {
      const x = samples[at] as number;
      const y = b0 * x + s1;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      const z = y + t1;
      t1 = t2 - 2 * y - c1 * z;
      t2 = y - c2 * z;
      energy += z * z;
    }
    const left = Math.abs(s1) + Math.abs(s2) + Math.abs(t1) + Math.abs(t2);
    // Absurd samples would poison everything after them; a fading tail would slow it down.
    const isSane = energy < Number.MAX_VALUE && left > faintest && left < Number.MAX_VALUE;
    state[0] = isSane ? s1 : 0;
    state[1] = isSane ? s2 : 0;
    state[2] = isSane ? t1 : 0;
    state[3] = isSane ? t2 : 0;
    return energy < Number.MAX_VALUE ? energy : 0;
  };
}
