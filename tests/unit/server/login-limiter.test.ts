import { expect, test, vi } from 'vitest';
import { createLoginLimiter } from '../../../server/auth/login-limiter.ts';
import { disposeLater } from '../../helpers/disposal.ts';

function limiterAt(maximum: number) {
  const clock = { now: 1_000_000 };
  return { clock, limiter: createLoginLimiter(maximum, () => clock.now) };
}

test('allows so many failures for one address and e-mail, whatever its case, and others beside', () => {
  const { limiter } = limiterAt(2);
  expect(limiter.mayTry('a', 'ada@example.com')).toBe(true);
  expect(limiter.mayTry('a', 'ADA@example.com')).toBe(true);
  expect(limiter.mayTry('a', 'ada@example.com')).toBe(false);
  expect(limiter.mayTry('b', 'ada@example.com')).toBe(true);
  expect(limiter.mayTry('a', 'bo@example.com')).toBe(true);
});

test('forgives after 15 minutes, counted from each failure; what it refused doesn’t prolong that', () => {
  const { clock, limiter } = limiterAt(2);
  limiter.mayTry('a', 'e');
  clock.now += 10 * 60_000;
  limiter.mayTry('a', 'e');
  clock.now += 4 * 60_000;
  expect(limiter.mayTry('a', 'e')).toBe(false);
  clock.now += 60_000;
  expect(limiter.mayTry('a', 'e')).toBe(true);
  expect(limiter.mayTry('a', 'e')).toBe(false);
});

test('forgets on success', () => {
  const { limiter } = limiterAt(1);
  limiter.mayTry('a', 'e');
  limiter.succeeded('a', 'e');
  expect(limiter.mayTry('a', 'e')).toBe(true);
});

test('0 is no limit', () => {
  const { limiter } = limiterAt(0);
  for (let attempt = 0; attempt < 100; attempt += 1) expect(limiter.mayTry('a', 'e')).toBe(true);
});

test('forgives after 15 minutes also when the machine’s clock was set back in between', () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  disposeLater(() => vi.useRealTimers());
  const limiter = createLoginLimiter(1);
  expect(limiter.mayTry('a', 'e')).toBe(true);
  vi.setSystemTime(Date.now() - 24 * 60 * 60_000);
  vi.advanceTimersByTime(16 * 60_000);
  expect(limiter.mayTry('a', 'e')).toBe(true);
});
