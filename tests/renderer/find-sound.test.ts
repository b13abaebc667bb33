import { describe, expect, it } from 'vitest';
import { findSound } from '../../renderer/features/player/deck/find-sound.ts';

const length = 8_192;
const reach = 2_400;

/** Tones and noise, at any moment in frames. */
function music(seed: number) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const tones = Array.from({ length: 12 }, () => ({ turn: 0.005 + 0.4 * (next() + 0.5), phase: 6 * next() }));
  return (frame: number) =>
    tones.reduce((sum, { turn, phase }) => sum + Math.sin(turn * frame + phase), 0) / 12;
}

const take = (from: number, count: number, at: (frame: number) => number) =>
  Float32Array.from({ length: count }, (_, index) => at(from + index));

const soundOf = (at: (frame: number) => number) => take(-reach, length + 2 * reach, at);

describe('a recording that is looked for in a sound', () => {
  const song = music(1);

  it.each([0, 1, -1, 2_399, -2_400, 777])('is found %i frames later than expected, at any level', (later) => {
    const recording = take(later, length, (frame) => 0.05 * song(frame));
    expect(findSound(recording, soundOf(song))).toBe(later);
  });

  it('is found at the nearest frame if it lies between two', () => {
    expect(findSound(take(300.4, length, song), soundOf(song))).toBe(300);
  });

  it('is found near where it is expected if the music repeats', () => {
    const beat = (frame: number) => song(((frame % 1_000) + 1_000) % 1_000);
    expect(findSound(take(0, length, beat), soundOf(beat))).toBe(0);
    expect(findSound(take(300, length, beat), soundOf(beat))).toBe(300);
    const tone = (frame: number) => Math.sin(0.03 * frame);
    expect(findSound(take(5, length, tone), soundOf(tone))).toBe(5);
  });

  it('is found by its loudest part if it begins in silence', () => {
    const late = (frame: number) => (frame < 6_500 ? 0 : song(frame));
    expect(findSound(take(900, length, late), soundOf(late))).toBe(900);
  });

  it('isn’t found if it is silent, or something else', () => {
    expect(findSound(new Float32Array(length), soundOf(song))).toBeNull();
    let state = 7;
    const noise = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32 - 0.5;
    };
    expect(findSound(take(0, length, noise), soundOf(song))).toBeNull();
    expect(findSound(take(0, length, song), new Float32Array(length + 2 * reach))).toBeNull();
  });
});
