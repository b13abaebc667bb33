import { expect, test, vi } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { createLocalAttempts } from '../../../server/attempts/attempt-store.ts';
import { createAttemptLimiter } from '../../../server/auth/attempt-limiter.ts';
import { beginAll } from '../../../server/auth/combined-limiter.ts';
import { disposeLater } from '../../helpers/disposal.ts';

const windowMilliseconds = 15 * 60_000;

function limiterAt(maximum: number) {
  const clock = { now: 1_000_000 };
  const store = createLocalAttempts(() => clock.now)('attempts');
  return { clock, limiter: createAttemptLimiter(store, { maximum, windowMilliseconds }) };
}

test('allows the next attempt once the window is over, and says when; a refused one doesn’t prolong that', async () => {
  const { clock, limiter } = limiterAt(2);
  await limiter.begin('a');
  clock.now += 10 * 60_000;
  await limiter.begin('a');
  clock.now += 4 * 60_000;
  expect(await limiter.begin('a')).toBe(60);
  clock.now += 60_000;
  expect(await limiter.begin('a')).toBe(null);
  expect(await limiter.begin('a')).toBe(600);
});

test('0 is no limit', async () => {
  const { limiter } = limiterAt(0);
  for (let attempt = 0; attempt < 100; attempt += 1) expect(await limiter.begin('a')).toBe(null);
});

test('counts an attempt by all limits or by none', async () => {
  const [own, all] = [limiterAt(5).limiter, limiterAt(2).limiter];
  const begin = () =>
    beginAll([
      { limit: own, key: 'ana' },
      { limit: all, key: 'all' },
    ]);
  expect([await begin(), await begin(), await begin(), await begin()]).toEqual([null, null, 900, 900]);
  for (let attempt = 0; attempt < 3; attempt += 1) expect(await own.begin('ana')).toBe(null);
  expect(await own.begin('ana')).toBe(900);
});

test('measures the window by a clock that nobody can set back', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  disposeLater(() => vi.useRealTimers());
  const store = createLocalAttempts(systemClock.monotonic)('attempts');
  const limiter = createAttemptLimiter(store, { maximum: 1, windowMilliseconds });
  expect(await limiter.begin('a')).toBe(null);
  vi.setSystemTime(Date.now() - 24 * 60 * 60_000);
  vi.advanceTimersByTime(16 * 60_000);
  expect(await limiter.begin('a')).toBe(null);
});
