import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loopAt, movedLoop, resizedLoop } from '../../renderer/features/player/bar-loop.ts';

describe('a loop by key', () => {
  it('is eight bars from the bar that the playhead is in', () => {
    // 120 BPM: a bar is 2 s.
    expect(loopAt(5.3, 120, 200)).toEqual({ from: 4, to: 20 });
    expect(loopAt(4, 120, 200)).toEqual({ from: 4, to: 20 });
    expect(loopAt(0, 120, 200)).toEqual({ from: 0, to: 16 });
  });

  it('is eight seconds from the playhead while the tempo isn’t known', () => {
    expect(loopAt(5.3, undefined, 200)).toEqual({ from: 5.3, to: 13.3 });
    expect(loopAt(198, undefined, 200)).toEqual({ from: 192, to: 200 });
  });

  it('begins earlier near the end of the song, still on a bar', () => {
    expect(loopAt(199, 120, 200)).toEqual({ from: 184, to: 200 });
    expect(loopAt(3, 120, 10)).toEqual({ from: 0, to: 10 });
  });

  it('is always within the song, on a bar, and has the playhead in it', () => {
    const songs = fc.record({
      tempo: fc.double({ min: 20, max: 400, noNaN: true }),
      duration: fc.double({ min: 1, max: 3_600, noNaN: true }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(songs, ({ tempo, duration, share }) => {
        const at = share * duration;
        const { from, to } = loopAt(at, tempo, duration);
        const bar = 240 / tempo;
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(duration);
        expect(to - from).toBeLessThanOrEqual(8 * bar + 1e-6);
        expect(Math.abs(from / bar - Math.round(from / bar))).toBeLessThan(1e-6);
        expect(at).toBeGreaterThanOrEqual(from - 1e-4);
        expect(at).toBeLessThanOrEqual(to + 1e-4);
      }),
    );
  });

  it('is halved and doubled from the same start', () => {
    const loop = { from: 4, to: 20 };
    expect(resizedLoop(loop, 0.5, 200)).toEqual({ from: 4, to: 12 });
    expect(resizedLoop(loop, 2, 200)).toEqual({ from: 4, to: 36 });
    expect(resizedLoop(loop, 2, 30)).toEqual({ from: 4, to: 30 });
    const short = { from: 4, to: 4.03 };
    expect(resizedLoop(short, 0.5, 200)).toEqual(short);
  });

  it('moves by its own length, as far as the song goes', () => {
    const loop = { from: 4, to: 20 };
    expect(movedLoop(loop, 1, 200)).toEqual({ from: 20, to: 36 });
    expect(movedLoop(loop, 1, 30)).toEqual({ from: 20, to: 30 });
    expect(movedLoop(loop, 1, 20)).toEqual(loop);
    expect(movedLoop(loop, -1, 200)).toEqual(loop);
    expect(movedLoop({ from: 20, to: 36 }, -1, 200)).toEqual(loop);
  });
});
