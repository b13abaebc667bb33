import { describe, expect, it } from 'vitest';
import { judge } from '../helpers/recorded/judge.ts';
import { makeMusic, render } from '../helpers/recorded/music.ts';

const rate = 48_000;
const pieces: [Float32Array, Float32Array] = [
  render(makeMusic(1, 0.8), 5, rate),
  render(makeMusic(2, 0.8), 5, rate),
];

/** A recording that changes from the first piece to the second at 2 s. */
function recording({ ramp = 480, gap = 0, late = 0, gain = 1 }) {
  const heard = new Float32Array(4 * rate);
  for (let frame = 0; frame < 3 * rate; frame++) {
    const [a, b] = pieces.map((piece) => piece[frame + rate] as number) as [number, number];
    const later = (pieces[1][frame + rate - late] as number) * gain;
    const since = frame - rate;
    const share = Math.min(1, Math.max(0, since / ramp));
    if (gap > 0) heard[frame + 1_000] = since < 0 ? a : since < gap ? 0 : later;
    else heard[frame + 1_000] = (1 - share) * a + share * (late ? later : b * gain);
  }
  return heard;
}

describe('the judge of recordings', () => {
  it('measures a crossfade', () => {
    const { switches, levelDifference } = judge(recording({}), pieces, rate);
    expect(switches).toHaveLength(1);
    expect(switches[0]?.offset).toBeLessThan(0.05);
    expect(switches[0]?.gap).toBeLessThan(10);
    expect(switches[0]?.duration).toBeGreaterThan(400);
    expect(switches[0]?.duration).toBeLessThanOrEqual(480);
    expect(levelDifference).toBeCloseTo(0, 1);
  });

  it('finds a gap, an offset of one sample, and another level', () => {
    const { switches, levelDifference } = judge(recording({ gap: 300, late: 1, gain: 0.5 }), pieces, rate);
    expect(switches).toHaveLength(1);
    expect(switches[0]?.offset).toBeCloseTo(1, 1);
    expect(switches[0]?.gap).toBeGreaterThan(290);
    expect(levelDifference).toBeCloseTo(-6.02, 1);
  });

  it('counts interruptions that are no switches', () => {
    const heard = recording({});
    heard.fill(0, 20_000, 23_000);
    const { switches, interruptions } = judge(heard, pieces, rate);
    expect([switches.length, interruptions]).toEqual([1, 1]);
  });

  it('lets the music stand still in a gap', () => {
    const { switches } = judge(recording({ gap: 9_000, late: 9_010 }), pieces, rate);
    expect(switches[0]?.gap).toBe(9_000);
    expect(switches[0]?.offset).toBeCloseTo(10, 1);
  });

  it('finds a version that is far from the same moment', () => {
    const { switches } = judge(recording({ gap: 400, late: -5_000 }), pieces, rate);
    expect(switches[0]?.offset).toBeCloseTo(5_000, 1);
  });
});
