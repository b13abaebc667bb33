import type { Planes } from '../../audio/samples.ts';

/** A sound of EBU Tech 3341 or 3342, synthesised: parts of a sine of 1 kHz, or samples that are given directly. */
export type EbuSignal = { name: string; planes: Float64Array[]; expected: EbuFigures };

/** LUFS, LU and dBTP, as `Loudness` names them. */
export type EbuFigures = Partial<
  Record<'integrated' | 'range' | 'maximumMomentary' | 'maximumShortTerm' | 'truePeak', number>
>;

export const ebuRate = 48_000;

/** How far a figure may be from the expected one: EBU Tech 3341 table 1, Tech 3342 §5. */
export const ebuTolerance: Record<keyof EbuFigures, { below: number; above: number }> = {
  integrated: { below: 0.1, above: 0.1 },
  maximumMomentary: { below: 0.1, above: 0.1 },
  maximumShortTerm: { below: 0.1, above: 0.1 },
  range: { below: 1, above: 1 },
  truePeak: { below: 0.4, above: 0.2 },
};

/** The level of each channel in dBFS (null: silence), and for how long. */
type Part = [decibels: number | null | (number | null)[], seconds: number];

/** 1 kHz repeats after 48 samples. */
const cycle = Float64Array.from({ length: 48 }, (_, at) => Math.sin((2 * Math.PI * at) / 48));

function tones(parts: Part[], channels = 2): Float64Array[] {
  const lengths = parts.map(([, seconds]) => Math.round(seconds * ebuRate));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return Array.from({ length: channels }, (_, channel) => {
    const samples = new Float64Array(total);
    let start = 0;
    for (const [index, [levels]] of parts.entries()) {
      const level = Array.isArray(levels) ? levels[channel] : levels;
      const length = lengths[index] as number;
      if (typeof level === 'number') {
        const scale = 10 ** (level / 20);
        for (let at = 0; at < length; at++) samples[start + at] = scale * (cycle[at % 48] as number);
      }
      start += length;
    }
    return samples;
  });
}

const times = <Item>(count: number, make: (at: number) => Item) =>
  Array.from({ length: count }, (_, at) => make(at));
const repeat = (count: number, parts: Part[]) => times(count, () => parts).flat();

const halfSecond = ebuRate / 2;
/** Fades in and out for 10 ms: a sudden start has a higher peak of its own. */
const fade = (at: number) => Math.min(1, at / 480, (halfSecond - at) / 480);

/** Half a second of a sine with this amplitude, frequency (as a share of the rate) and phase in degrees, in both channels. */
function sineOf(amplitude: number, share: number, degrees: number): Float64Array[] {
  const samples = Float64Array.from(
    { length: halfSecond },
    (_, at) => fade(at) * amplitude * Math.sin(2 * Math.PI * at * share + (degrees * Math.PI) / 180),
  );
  return [samples, samples];
}

/**
 * A sine of a sixth of the rate with amplitude 0.5, and in it one cycle of a quarter of the rate with amplitude 1, made at
 * four times the rate, band-limited, and reduced to the rate from one of the four samples.
 */
function intersamplePeak(offset: number): Float64Array[] {
  const length = 4 * 4_800;
  const fast = new Float64Array(length);
  const start = length / 2;
  for (let at = 0; at < length; at++) fast[at] = 0.5 * Math.sin((2 * Math.PI * at) / 24);
  for (let at = 0; at < 16; at++) fast[start + at] = Math.sin((2 * Math.PI * at) / 16);
  const samples = Float64Array.from({ length: length / 4 - 64 }, (_, at) =>
    lowPass(fast, 4 * (at + 32) + offset),
  );
  return [samples, samples];
}

/** One sample of the signal without what is above half of the final rate: a windowed sinc. */
function lowPass(fast: Float64Array, at: number): number {
  const reach = 120;
  let sum = 0;
  for (let tap = -reach; tap <= reach; tap++) {
    const sinc = tap === 0 ? 0.25 : Math.sin((Math.PI * tap) / 4) / (Math.PI * tap);
    sum += (fast[at + tap] ?? 0) * sinc * (0.5 + 0.5 * Math.cos((Math.PI * tap) / reach));
  }
  return sum;
}

/** Cases 1–6 and 9–23 of EBU Tech 3341, and 1–4 of Tech 3342. */
export function* ebuSignals(): Generator<EbuSignal> {
  const signal = (name: string, planes: Float64Array[], expected: EbuFigures): EbuSignal => ({
    name,
    planes,
    expected,
  });
  const whole = { integrated: -23 };
  yield signal('3341-1', tones([[-23, 20]]), { ...whole, maximumMomentary: -23, maximumShortTerm: -23 });
  yield signal('3341-2', tones([[-33, 20]]), {
    integrated: -33,
    maximumMomentary: -33,
    maximumShortTerm: -33,
  });
  const loudMiddle: Part[] = [
    [-36, 10],
    [-23, 60],
    [-36, 10],
  ];
  yield signal('3341-3', tones(loudMiddle), whole);
  yield signal('3341-4', tones([[-72, 10], ...loudMiddle, [-72, 10]]), whole);
  yield signal(
    '3341-5',
    tones([
      [-26, 20],
      [-20, 20.1],
      [-26, 20],
    ]),
    whole,
  );
  yield signal('3341-6', tones([[[-28, -28, -24, -30, -30], 20]], 5), whole);
  yield signal(
    '3341-9',
    tones(
      repeat(5, [
        [-20, 1.34],
        [-30, 1.66],
      ]),
    ),
    { maximumShortTerm: -23 },
  );
  for (let n = 0; n < 20; n++) {
    const burst = (silence: number, level: number, seconds: number) =>
      tones([
        [null, silence],
        [level, seconds],
        [null, 1],
      ]);
    yield signal(`3341-10 ${n}`, burst(0.15 * n, -23, 3), { maximumShortTerm: -23 });
    yield signal(`3341-11 ${n}`, burst(0.15 * n, -38 + n, 3), { maximumShortTerm: -38 + n });
    yield signal(`3341-13 ${n}`, burst(0.02 * n, -23, 0.4), { maximumMomentary: -23 });
    yield signal(`3341-14 ${n}`, burst(0.02 * n, -38 + n, 0.4), { maximumMomentary: -38 + n });
  }
  yield signal(
    '3341-12',
    tones(
      repeat(25, [
        [-20, 0.18],
        [-30, 0.22],
      ]),
    ),
    { maximumMomentary: -23 },
  );
  yield signal('3341-15', sineOf(0.5, 1 / 4, 0), { truePeak: -6 });
  yield signal('3341-16', sineOf(0.5, 1 / 4, 45), { truePeak: -6 });
  yield signal('3341-17', sineOf(0.5, 1 / 6, 60), { truePeak: -6 });
  yield signal('3341-18', sineOf(0.5, 1 / 8, 67.5), { truePeak: -6 });
  yield signal('3341-19', sineOf(1.41, 1 / 4, 45), { truePeak: 3 });
  for (let offset = 0; offset < 4; offset++) {
    yield signal(`3341-${20 + offset}`, intersamplePeak(offset), { truePeak: 0 });
  }
  const levels = (...list: number[]) => tones(list.map((level) => [level, 20]));
  yield signal('3342-1', levels(-20, -30), { range: 10 });
  yield signal('3342-2', levels(-20, -15), { range: 5 });
  yield signal('3342-3', levels(-40, -20), { range: 20 });
  yield signal('3342-4', levels(-50, -35, -20, -35, -50), { range: 15 });
}

/** Passes a sound to a meter in pieces whose lengths don't fit any window of it. */
export function pushInPieces(push: (planes: Planes) => void, planes: Planes, pieceFrames = 10_007): void {
  const length = planes[0]?.length ?? 0;
  for (let at = 0; at < length; at += pieceFrames) {
    push(planes.map((plane) => plane.subarray(at, at + pieceFrames)));
  }
}
