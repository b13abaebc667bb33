import { expect, test } from 'vitest';
import { createLocalAttempts } from '../../../server/attempts/attempt-store.ts';
import { createPasswordGuard } from '../../../server/auth/password-guard.ts';
import { createPasswordHasher } from '../../../server/auth/password-hash.ts';
import { createPasswordQueue } from '../../../server/auth/password-queue.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';
import { until } from '../../helpers/until.ts';

const right = async () => 'session';
const wrong = async () => null;

function guardOf(maximum: number) {
  const clock = createMovedClock();
  const guard = createPasswordGuard(createPasswordQueue(), maximum, {
    ...{ clock, hasher: createPasswordHasher(10) },
    attempts: createLocalAttempts(clock.monotonic)('passwords'),
  });
  /** Lets every held attempt run, and answers after how many seconds of this clock it did. */
  const settle = async <Value>(attempt: Promise<Value>): Promise<{ value: Value; seconds: number }> => {
    const begun = clock.now();
    let isDone = false;
    const done = attempt.finally(() => (isDone = true));
    await until(() => {
      if (!isDone) clock.advance(100);
      return isDone;
    });
    return { value: await done, seconds: (clock.now() - begun) / 1000 };
  };
  return { clock, guard, settle };
}

test('after so many wrong passwords for an address and e-mail, guesses have to wait longer and longer', async () => {
  const { clock, guard, settle } = guardOf(2);
  expect(await guard.check('a', 'ada@example.com', wrong)).toEqual({ kind: 'wrong' });
  expect(await guard.check('a', 'ADA@example.com', wrong)).toEqual({ kind: 'wrong' });
  for (const least of [0.5, 1.5, 3.5]) {
    const { value, seconds } = await settle(guard.check('a', 'ada@example.com', wrong));
    expect(value).toEqual({ kind: 'wrong' });
    expect(seconds).toBeGreaterThan(least);
  }
  expect(await guard.check('a', 'ada@example.com', right)).toEqual({ kind: 'wait', seconds: 8 });
  expect(await guard.check('b', 'ada@example.com', right)).toMatchObject({ kind: 'right' });
  expect(await guard.check('a', 'bo@example.com', right)).toMatchObject({ kind: 'right' });
  clock.advance(4_000);
  const { value } = await settle(guard.check('a', 'ada@example.com', right));
  expect(value).toEqual({ kind: 'right', result: 'session' });
  expect(await guard.check('a', 'ada@example.com', wrong)).toEqual({ kind: 'wrong' });
});

test('however many guesses there were, the right password is looked at within 15 seconds', async () => {
  const { clock, guard, settle } = guardOf(2);
  for (let guess = 0; guess < 50; guess += 1) {
    const answer = guard.check('a', 'ada', wrong);
    const { value } = await settle(answer);
    if (value.kind === 'wait') clock.advance(value.seconds * 1000);
  }
  const refused = await guard.check('a', 'ada', right);
  if (refused.kind === 'wait') {
    expect(refused.seconds).toBeLessThanOrEqual(15);
    clock.advance(refused.seconds * 1000);
    expect((await settle(guard.check('a', 'ada', right))).value).toMatchObject({ kind: 'right' });
  } else expect(refused.kind).toBe('right');
});

test('guesses for one account from many addresses are slowed down, and not where its owner is signed in', async () => {
  const { guard, settle } = guardOf(2);
  for (let index = 0; index < 20; index += 1) {
    expect(await guard.check(`stranger ${index}`, 'ada', wrong)).toEqual({ kind: 'wrong' });
  }
  const { value, seconds } = await settle(guard.check('stranger', 'ada', wrong));
  expect(value).toEqual({ kind: 'wrong' });
  expect(seconds).toBeGreaterThan(0.5);
  expect(await guard.check('home', 'ada', right, true)).toMatchObject({ kind: 'right' });
});

test('forgets wrong passwords after a right one', async () => {
  const { guard } = guardOf(2);
  for (let round = 0; round < 3; round += 1) {
    expect(await guard.check('a', 'ada', wrong)).toEqual({ kind: 'wrong' });
    expect(await guard.check('a', 'ada', right)).toMatchObject({ kind: 'right' });
  }
});

test('guesses for many e-mails from one address are slowed down, and from no other', async () => {
  const { guard, settle } = guardOf(2);
  for (let index = 0; index < 20; index += 1) {
    // Signing in to an account of their own doesn't earn a stranger more guesses.
    expect(await guard.check('stranger', 'own@example.com', right)).toMatchObject({ kind: 'right' });
    expect(await guard.check('stranger', `${index}@example.com`, wrong)).toEqual({ kind: 'wrong' });
  }
  const { seconds } = await settle(guard.check('stranger', 'ada', right));
  expect(seconds).toBeGreaterThan(0.5);
  expect(await guard.check('bandmate', 'ada', right)).toMatchObject({ kind: 'right' });
});

test('an error of the check counts as no attempt', async () => {
  const { guard } = guardOf(1);
  await expect(
    guard.check('a', 'ada', () => Promise.reject(new Error('The disk is full.'))),
  ).rejects.toThrow();
  expect(await guard.check('a', 'ada', right)).toMatchObject({ kind: 'right' });
});

test('runs a few checks at once, and addresses take turns', async () => {
  const queue = createPasswordQueue({ running: 2, waitingPerSender: 50, waiting: 200 });
  const order: string[] = [];
  let running = 0;
  let most = 0;
  const task = (name: string) => async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running -= 1;
    order.push(name);
  };
  const flood = Array.from({ length: 20 }, (_, index) => queue.run('stranger', task(`stranger ${index}`)));
  await Promise.all([...flood, queue.run('bandmate', task('bandmate'))]);
  expect(most).toBe(2);
  expect(order.indexOf('bandmate')).toBeLessThan(5);
});

test('refuses what exceeds the limits, and makes room for an address with fewer waiting', async () => {
  const queue = createPasswordQueue({ running: 1, waitingPerSender: 3, waiting: 5 });
  let release = () => {};
  const held = queue.run('first', () => new Promise<void>((resolve) => (release = resolve)));
  const done = async () => 'done';
  const ofA = Array.from({ length: 4 }, () => queue.run('a', done));
  expect(await ofA[3]).toBe(null);
  const ofB = [queue.run('b', done), queue.run('b', done)];
  const ofC = queue.run('c', done);
  expect(await ofA[2]).toBe(null);
  release();
  expect(await Promise.all([held, ...ofA.slice(0, 2), ...ofB, ofC])).toEqual([
    { result: undefined },
    ...Array(5).fill({ result: 'done' }),
  ]);
});

test('goes on after a task that fails', async () => {
  const queue = createPasswordQueue({ running: 1, waitingPerSender: 3, waiting: 5 });
  const failing = queue.run('a', () => Promise.reject(new Error('No memory.')));
  const next = queue.run('a', async () => 'done');
  await expect(failing).rejects.toThrow('No memory.');
  expect(await next).toEqual({ result: 'done' });
});
