import { expect, test, vi } from 'vitest';
import { createAttemptLimiter } from '../../../server/auth/attempt-limiter.ts';
import { disposeLater } from '../../helpers/disposal.ts';

const windowMilliseconds = 15 * 60_000;

function limiterAt(maximum: number) {
  const clock = { now: 1_000_000 };
  return { clock, limiter: createAttemptLimiter({ maximum, windowMilliseconds, now: () => clock.now }) };
}

test('allows so many attempts for each key', () => {
  const { limiter } = limiterAt(2);
  expect(limiter.begin('a')).toBe(null);
  expect(limiter.begin('a')).toBe(null);
  expect(limiter.begin('a')).toBe(900);
  expect(limiter.begin('b')).toBe(null);
});

test('allows the next attempt once the window is over, and says when; a refused one doesn’t prolong that', () => {
  const { clock, limiter } = limiterAt(2);
  limiter.begin('a');
  clock.now += 10 * 60_000;
  limiter.begin('a');
  clock.now += 4 * 60_000;
  expect(limiter.begin('a')).toBe(60);
  clock.now += 60_000;
  expect(limiter.begin('a')).toBe(null);
  expect(limiter.begin('a')).toBe(600);
});

test('forgives one attempt, or clears all', () => {
  const { limiter } = limiterAt(2);
  limiter.begin('a');
  limiter.begin('a');
  limiter.forgive('a');
  expect(limiter.begin('a')).toBe(null);
  expect(limiter.begin('a')).toBe(900);
  limiter.clear('a');
  expect([limiter.begin('a'), limiter.begin('a')]).toEqual([null, null]);
});

test('0 is no limit', () => {
  const { limiter } = limiterAt(0);
  for (let attempt = 0; attempt < 100; attempt += 1) expect(limiter.begin('a')).toBe(null);
});

test('measures the window by a clock that nobody can set back', () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  disposeLater(() => vi.useRealTimers());
  const limiter = createAttemptLimiter({ maximum: 1, windowMilliseconds });
  expect(limiter.begin('a')).toBe(null);
  vi.setSystemTime(Date.now() - 24 * 60 * 60_000);
  vi.advanceTimersByTime(16 * 60_000);
  expect(limiter.begin('a')).toBe(null);
});
