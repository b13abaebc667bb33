import { describe, expect, it } from 'vitest';
import {
  type Level,
  levelAt,
  quietest,
  settled,
  silence,
  turned,
} from '../../renderer/features/player/level.ts';
import { followLevel, meterSize } from '../../renderer/features/player/level-canvas.ts';

/** Two points of a second each: half scale with an RMS of a tenth, then full scale. */
const peaks = {
  sampleRate: 100,
  samplesPerPixel: 100,
  points: Int8Array.of(-64, 32, -128, 127),
  rms: Uint8Array.of(25, 180),
};

describe('the level at a moment', () => {
  it('is that of the measured waveform, in decibels', () => {
    const { peak, rms } = levelAt(peaks, 0.5);
    expect(peak).toBeCloseTo(-6.02, 1);
    expect(rms).toBeCloseTo(-20.2, 1);
    expect(levelAt(peaks, 1.5).peak).toBe(0);
  });

  it('is silence past the end, and without RMS only a peak', () => {
    expect(levelAt(peaks, 9)).toEqual(silence);
    expect(levelAt({ ...peaks, points: peaks.points, rms: new Uint8Array() }, 0).rms).toBe(quietest);
  });

  it('follows the level at which a version is played', () => {
    expect(turned({ peak: -6, rms: -20 }, -3)).toEqual({ peak: -9, rms: -23 });
  });

  it('rises at once and falls evenly', () => {
    const loud = { peak: -1, rms: -9 };
    expect(settled(silence, loud, 0.01)).toEqual(loud);
    expect(settled(loud, silence, 0.5)).toEqual({ peak: -13, rms: -21 });
  });
});

describe('the meter', () => {
  function play() {
    const calls: string[] = [];
    const context = {
      fillStyle: '',
      globalAlpha: 1,
      clearRect: () => {},
      fillRect: (_x: number, _y: number, width: number) => calls.push(`${context.fillStyle} ${width}`),
    };
    let report = () => {};
    const state = { time: 0, isPlaying: true, isHidden: false, level: { peak: -1, rms: -12 } as Level };
    followLevel(
      context,
      { scale: 1, tones: { good: 'good', hot: 'hot', over: 'over', rest: 'rest' } },
      {
        time: () => state.time,
        onTime: (listener) => {
          report = listener;
          return () => {};
        },
        isPlaying: () => state.isPlaying,
        level: () => state.level,
        isHidden: () => state.isHidden,
      },
    );
    /** The drawing at the next report. */
    const next = (change: Partial<typeof state> = {}) => {
      Object.assign(state, change);
      calls.length = 0;
      report();
      return [...calls];
    };
    return { first: [...calls], next };
  }

  it('is empty before playing, and shows green and amber while playing', () => {
    const { first, next } = play();
    expect(first).toEqual([`rest ${meterSize.width}`]);
    const drawn = next({ time: 0.02 });
    expect(drawn.some((call) => call.startsWith('good'))).toBe(true);
    expect(drawn.some((call) => call.startsWith('hot'))).toBe(true);
    expect(drawn.some((call) => call.startsWith('over'))).toBe(false);
    expect(next({ time: 0.04, level: { peak: 0, rms: -8 } }).some((call) => call.startsWith('over'))).toBe(
      true,
    );
  });

  it('draws nothing while nothing changes, or while nobody sees it', () => {
    const { next } = play();
    expect(next({ time: 0.02 })).not.toEqual([]);
    expect(next({ time: 0.04 })).toEqual([]);
    expect(next({ time: 0.06, isHidden: true, level: { peak: -20, rms: -30 } })).toEqual([]);
  });

  it('empties when the sound stops', () => {
    const { next } = play();
    next({ time: 0.02 });
    expect(next({ isPlaying: false })).toEqual([`rest ${meterSize.width}`]);
    expect(next()).toEqual([]);
  });
});
