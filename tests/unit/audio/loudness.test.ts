import { describe, expect, it } from 'vitest';
import { kWeightingSections } from '../../../audio/loudness/k-weighting.ts';
import { storedLoudness } from '../../../audio/loudness/loudness-format.ts';
import { createLoudnessMeter } from '../../../audio/loudness/loudness-meter.ts';
import { stretchLoudness } from '../../../audio/loudness/stretch-loudness.ts';
import type { Planes } from '../../../audio/samples.ts';
import {
  type EbuFigures,
  ebuRate,
  ebuSignals,
  ebuTolerance,
  pushInPieces,
} from '../../helpers/ebu-signals.ts';

function measure(planes: Planes, sampleRate = ebuRate, pieceFrames?: number) {
  const meter = createLoudnessMeter(sampleRate, planes.length);
  pushInPieces(meter.push, planes, pieceFrames);
  return storedLoudness(meter.finish());
}

const tone = (sampleRate: number, seconds: number, amplitude: number, hertz = 1_000) =>
  Float32Array.from(
    { length: Math.round(sampleRate * seconds) },
    (_, at) => amplitude * Math.sin((2 * Math.PI * hertz * at) / sampleRate),
  );

const silence = {
  integrated: null,
  range: null,
  maximumMomentary: null,
  maximumShortTerm: null,
  truePeak: null,
};

describe('loudness', () => {
  it('is within the tolerance for the signals of EBU Tech 3341 and 3342', () => {
    const wrong: unknown[] = [];
    let count = 0;
    for (const { name, planes, expected } of ebuSignals()) {
      const { loudness } = measure(planes);
      for (const [figure, value] of Object.entries(expected) as [keyof EbuFigures, number][]) {
        const { below, above } = ebuTolerance[figure];
        const measured = loudness[figure] ?? Number.NEGATIVE_INFINITY;
        if (!(measured >= value - below && measured <= value + above))
          wrong.push([name, figure, measured, value]);
        count++;
      }
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(80);
  }, 90_000);

  it('stays at -23 LUFS over any three seconds of case 9, and any 400 ms of case 12', () => {
    for (const { name, planes } of ebuSignals()) {
      if (name !== '3341-9' && name !== '3341-12') continue;
      const { curve } = measure(planes);
      const [steps, settled] = name === '3341-9' ? [30, 30] : [4, 10];
      for (let end = Math.max(steps, settled); end <= curve.length; end++) {
        const window = curve.slice(end - steps, end);
        const mean = window.reduce((sum, value) => sum + 10 ** (value / 10), 0) / steps;
        expect(Math.abs(10 * Math.log10(mean) + 23)).toBeLessThan(0.1);
      }
    }
  });

  it('uses the coefficients of BS.1770 at 48 kHz', () => {
    const [shelf, highPass] = kWeightingSections(48_000);
    expect(shelf.b0).toBeCloseTo(1.53512485958697, 8);
    expect(shelf.b1).toBeCloseTo(-2.69169618940638, 8);
    expect(shelf.b2).toBeCloseTo(1.19839281085285, 8);
    expect(shelf.a1).toBeCloseTo(-1.69065929318241, 8);
    expect(shelf.a2).toBeCloseTo(0.73248077421585, 8);
    expect(highPass.a1).toBeCloseTo(-1.99004745483398, 8);
    expect(highPass.a2).toBeCloseTo(0.99007225036621, 8);
  });

  it('is the same at every rate and with every size of pieces', () => {
    for (const rate of [8_000, 22_050, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000, 384_000]) {
      const sound = tone(rate, 4, 10 ** (-20 / 20));
      const { loudness } = measure([sound, sound], rate);
      expect([rate, Math.abs((loudness.integrated ?? 0) + 20) < 0.1]).toEqual([rate, true]);
      expect([rate, Math.abs((loudness.truePeak ?? 0) + 20) < 0.1]).toEqual([rate, true]);
    }
    const noise = Float32Array.from(
      { length: 40_000 },
      (_, at) => Math.sin(at * at * 0.37) * (at % 7_000) * 1e-4,
    );
    const whole = measure([noise, noise], 44_100, 40_000);
    for (const pieceFrames of [1, 3, 10, 11, 12, 63, 441, 5_000]) {
      expect(measure([noise, noise], 44_100, pieceFrames)).toEqual(whole);
    }
  });

  it('counts one channel once, the surrounds more, and low-frequency effects not at all', () => {
    const sound = tone(48_000, 2, 0.1);
    const mute = new Float32Array(sound.length);
    const integrated = (planes: Planes) => measure(planes).loudness.integrated ?? Number.NaN;
    const mono = integrated([sound]);
    expect(integrated([sound, sound]) - mono).toBeCloseTo(3.01, 1);
    expect(integrated([sound, mute])).toBeCloseTo(mono, 2);
    expect(integrated([mute, mute, mute, mute, sound, mute]) - mono).toBeCloseTo(1.49, 1);
    expect(measure([mute, mute, mute, sound, mute, mute]).loudness.integrated).toBe(null);
    expect(integrated([mute, mute, mute, mute, sound, mute, mute, mute])).toBeCloseTo(mono, 2);
    expect(integrated(Array.from({ length: 64 }, () => sound)) - mono).toBeCloseTo(18.06, 1);
  });

  it('finds the same true peak as a search of every window', () => {
    for (const gain of [0.2, 0.9, 4]) {
      const samples = Float32Array.from({ length: 30_000 }, (_, at) =>
        Math.max(-1, Math.min(1, gain * Math.sin(at * 0.9 + Math.sin(at * 0.013) * 9) * Math.sin(at * 1e-4))),
      );
      expect(measure([samples, samples], 48_000, 1_777).loudness.truePeak).toBeCloseTo(
        plainTruePeak(samples),
        2,
      );
    }
  });

  it('has a curve from which the loudness of any loop follows', () => {
    const parts = [tone(48_000, 10, 0.01), tone(48_000, 10, 0.1), new Float32Array(48_000)];
    const sound = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    sound.set(parts[0] as Float32Array);
    sound.set(parts[1] as Float32Array, 480_000);
    const { curve, loudness, stepSeconds } = measure([sound, sound]);
    expect([stepSeconds, curve.length]).toEqual([0.1, 210]);
    expect(stretchLoudness(curve, 1, 9)).toBeCloseTo(-40, 1);
    expect(stretchLoudness(curve, 11, 19)).toBeCloseTo(-20, 1);
    expect(stretchLoudness(curve, 0, 21)).toBeCloseTo(loudness.integrated ?? 0, 1);
    expect(stretchLoudness(curve, 20.5, 21)).toBe(null);
    expect(stretchLoudness(curve, 1, 1.3)).toBe(null);
  });
});

describe('loudness of hostile sound', () => {
  it('is null for silence and for no sound, and has no integrated figure for less than 400 ms', () => {
    expect(measure([new Float32Array(96_000)]).loudness).toEqual(silence);
    expect(measure([new Float32Array(0)]).loudness).toEqual(silence);
    expect(measure([Float32Array.of(0.5)]).loudness).toEqual({ ...silence, truePeak: -6.02 });
    const short = measure([tone(48_000, 0.3, 0.5)]).loudness;
    expect(short).toMatchObject({ integrated: null, maximumMomentary: null, range: null });
    expect(short.truePeak).toBeCloseTo(-6, 1);
  });

  it('ignores a constant offset', () => {
    const { loudness, curve } = measure([new Float32Array(480_000).fill(0.5)]);
    // The step at its beginning swings over.
    expect(loudness.truePeak).toBeGreaterThan(-6.03);
    expect(loudness.truePeak).toBeLessThan(-5);
    expect(curve.at(-1)).toBe(-120);
  });

  it('survives samples that are no numbers, or too large, and measures what follows', () => {
    const sound = Float64Array.from(tone(48_000, 10, 0.1));
    for (const [at, value] of [Number.NaN, Number.POSITIVE_INFINITY, -1e308, 1e308, 1e200].entries()) {
      sound[1_000 + 7 * at] = value;
    }
    const { loudness, curve } = measure([sound, sound]);
    for (const value of Object.values(loudness)) expect(value === null || Number.isFinite(value)).toBe(true);
    expect(curve.every(Number.isFinite)).toBe(true);
    expect(stretchLoudness(curve, 5, 10)).toBeCloseTo(-20, 1);
  });

  it.each([1, 2, 50, 99, 101, 1_000, 3_363, 384_000])('is measured at %i Hz', (rate) => {
    const sound = Float32Array.from({ length: Math.min(50 * rate, 500_000) }, (_, at) => Math.sin(at) / 2);
    const { loudness, curve } = measure([sound, sound], rate);
    for (const value of Object.values(loudness)) expect(value === null || Number.isFinite(value)).toBe(true);
    expect(curve.every(Number.isFinite)).toBe(true);
    expect(loudness.truePeak).toBeGreaterThan(-7);
  });
});

/** BS.1770's interpolator in its plainest form. */
function plainTruePeak(samples: Float32Array): number {
  const outer = [
    0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625,
  ];
  outer.push(0.97216796875, -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125);
  const inner = [
    -0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625,
  ];
  inner.push(0.77978515625, -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375);
  let highest = 0;
  for (let at = 0; at < samples.length + 11; at++) {
    const value = (taps: number[]) =>
      Math.abs(taps.reduce((sum, tap, back) => sum + tap * (samples[at - back] ?? 0), 0));
    const phases = [outer, inner, [...inner].reverse(), [...outer].reverse()].map(value);
    highest = Math.max(highest, Math.abs(samples[at] ?? 0), ...phases);
  }
  return 20 * Math.log10(highest);
}
