import { random } from './music.ts';

type Plane = Float32Array<ArrayBuffer>;

export function concat(...parts: Float32Array[]): Plane {
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export const silence = (frames: number): Plane => new Float32Array(frames);

/** Louder or quieter by so many decibels, from one frame to another. */
export function amplify(plane: Plane, decibels: number, from = 0, to = plane.length): Plane {
  const gain = 10 ** (decibels / 20);
  return plane.map((value, at) => (at >= from && at < to ? value * gain : value));
}

/** A shelving filter (R. Bristow-Johnson's cookbook, slope 1), from one frame to another. */
export function shelf(
  plane: Plane,
  filter: { kind: 'low' | 'high'; hertz: number; decibels: number; sampleRate?: number },
  from = 0,
  to = plane.length,
): Plane {
  const { kind, hertz, decibels, sampleRate = 48_000 } = filter;
  const a = 10 ** (decibels / 40);
  const w = (2 * Math.PI * hertz) / sampleRate;
  const s = kind === 'low' ? 1 : -1;
  const root = 2 * Math.sqrt(a) * (Math.sin(w) / Math.SQRT2);
  const cos = s * Math.cos(w);
  const b0 = a * (a + 1 - (a - 1) * cos + root);
  const b1 = s * 2 * a * (a - 1 - (a + 1) * cos);
  const b2 = a * (a + 1 - (a - 1) * cos - root);
  const a0 = a + 1 + (a - 1) * cos + root;
  const a1 = s * -2 * (a - 1 + (a + 1) * cos);
  const a2 = a + 1 + (a - 1) * cos - root;
  const filtered = plane.slice();
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let at = from; at < to; at++) {
    const x = plane[at] as number;
    const y = (b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2) / a0;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    filtered[at] = y;
  }
  return filtered;
}

/** Rounded to so many bits, with triangular dither. */
export function dither(plane: Plane, bits: number, seed = 7): Plane {
  const chance = random(seed);
  const scale = 2 ** (bits - 1);
  return plane.map((value) => Math.round(value * scale + chance() - chance()) / scale);
}

export function addNoise(plane: Plane, level: number, from = 0, to = plane.length, seed = 3): Plane {
  const chance = random(seed);
  return plane.map((value, at) => (at >= from && at < to ? value + level * (2 * chance() - 1) : value));
}
