import type { Planes } from '../samples.ts';
import { channelWeights } from './channel-weights.ts';
import { createKWeighting } from './k-weighting.ts';
import { createLoudnessGate, loudnessOf } from './loudness-gate.ts';
import { createTruePeakFinder, type HighestPeak } from './true-peak.ts';

/** Figures of a whole sound: LUFS, LU for `range`, dBTP for `truePeak`. Null where nothing passes the gate. */
export type LoudnessFigures = {
  integrated: number | null;
  range: number | null;
  maximumMomentary: number | null;
  maximumShortTerm: number | null;
  truePeak: number | null;
};

/** `curve`: the ungated loudness of each step of `stepSeconds`, in LUFS, at least `quietest`. */
export type MeasuredLoudness = { figures: LoudnessFigures; stepSeconds: number; curve: Float32Array };

export type LoudnessMeter = {
  /** The next frames. The arrays are only read during the call. */
  push(planes: Planes): void;
  finish(): MeasuredLoudness;
};

export const stepSeconds = 0.1;
/** The value of silence in a curve. */
export const quietest = -120;

/** Momentary and short-term loudness are read every 10 ms: with 100 ms, a burst between two readings loses 0.45 LU. */
const hopsPerSecond = 100;
const hopsPerStep = 10;
const momentaryHops = 40;
const shortTermHops = 300;

/** A curve of 29 hours. Figures go on after it. */
const longestCurve = 2 ** 20;

/** The loudness of a sound of any length by ITU-R BS.1770-5 and EBU R 128, in one pass and a bounded memory. */
export function createLoudnessMeter(sampleRate: number, channels: number): LoudnessMeter {
  const weights = channelWeights(channels);
  const weighted = weights.map((weight) => (weight > 0 ? createKWeighting(sampleRate) : null));
  const highest: HighestPeak = { value: 0 };
  const finders = weights.map(() => createTruePeakFinder(highest));
  const momentary = createLoudnessGate();
  const shortTerm = createLoudnessGate();
  const steps = createCurve();

  const last = createWindows();
  let hop = 0;
  let hopEnergy = 0;
  let hopFrames = 0;
  let frame = 0;
  let loudestMomentary = 0;
  let loudestShortTerm = 0;
  const endOf = (number: number) => Math.round(((number + 1) * sampleRate) / hopsPerSecond);
  let hopEnd = endOf(0);

  function endHop(): void {
    last.add(hopEnergy, hopFrames);
    hopEnergy = 0;
    hopFrames = 0;
    hop++;
    hopEnd = endOf(hop);
    const isStep = hop % hopsPerStep === 0;
    if (isStep) steps.add(last.step.sum());
    if (hop >= momentaryHops) {
      const energy = isStep ? last.momentary.sum() : last.momentary.mean();
      if (energy > loudestMomentary) loudestMomentary = energy;
      if (isStep) momentary.add(energy);
    }
    if (hop >= shortTermHops) {
      const energy = isStep ? last.shortTerm.sum() : last.shortTerm.mean();
      if (energy > loudestShortTerm) loudestShortTerm = energy;
      if (isStep) shortTerm.add(energy);
    }
  }

  return {
    push(planes) {
      const length = planes[0]?.length ?? 0;
      for (let at = 0; at < length; ) {
        const end = Math.min(length, at + hopEnd - frame);
        for (const [channel, samples] of planes.entries()) {
          const energy = weighted[channel]?.(samples, at, end);
          if (energy !== undefined) hopEnergy += energy * (weights[channel] as number);
        }
        hopFrames += end - at;
        frame += end - at;
        at = end;
        while (frame >= hopEnd) endHop();
      }
      for (const [channel, samples] of planes.entries()) finders[channel]?.push(samples);
    },
    finish() {
      for (const finder of finders) finder.finish();
      return {
        figures: {
          integrated: momentary.integrated(),
          range: shortTerm.range(),
          maximumMomentary: audible(loudestMomentary),
          maximumShortTerm: audible(loudestShortTerm),
          truePeak: highest.value > 0 ? 20 * Math.log10(highest.value) : null,
        },
        stepSeconds,
        curve: steps.finish(),
      };
    },
  };
}

/** Loudness, or null below the absolute gate, where noise isn't sound. */
function audible(energy: number): number | null {
  const loudness = loudnessOf(energy);
  return loudness > -70 ? loudness : null;
}

/** Energy and frames of the last three seconds, by hop, and the mean energy of its windows. */
function createWindows() {
  const energies = new Float64Array(shortTermHops);
  const frames = new Float64Array(shortTermHops);
  let next = 0;

  /** A sum that only adds what enters and subtracts what leaves. `sum` makes it exact again. */
  function createWindow(hops: number) {
    let energy = 0;
    let count = 0;
    return {
      slide(newEnergy: number, newFrames: number): void {
        const oldest = (next + shortTermHops - hops) % shortTermHops;
        energy += newEnergy - (energies[oldest] as number);
        count += newFrames - (frames[oldest] as number);
      },
      sum(): number {
        energy = 0;
        count = 0;
        for (let back = 1; back <= hops; back++) {
          const at = (next + shortTermHops - back) % shortTermHops;
          energy += energies[at] as number;
          count += frames[at] as number;
        }
        return count > 0 ? energy / count : 0;
      },
      mean: () => (count > 0 ? energy / count : 0),
    };
  }

  const step = createWindow(hopsPerStep);
  const momentary = createWindow(momentaryHops);
  const shortTerm = createWindow(shortTermHops);
  return {
    ...{ step, momentary, shortTerm },
    add(energy: number, count: number): void {
      momentary.slide(energy, count);
      shortTerm.slide(energy, count);
      energies[next] = energy;
      frames[next] = count;
      next = (next + 1) % shortTermHops;
    },
  };
}

/** Collects one value for each step, without a limit known before. */
function createCurve() {
  let values = new Float32Array(4_096);
  let count = 0;
  return {
    add(energy: number): void {
      if (count === longestCurve) return;
      if (count === values.length) {
        const longer = new Float32Array(2 * values.length);
        longer.set(values);
        values = longer;
      }
      values[count] = Math.max(quietest, loudnessOf(energy));
      count++;
    },
    finish: () => values.slice(0, count),
  };
}
