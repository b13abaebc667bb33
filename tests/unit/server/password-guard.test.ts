import { expect, test } from 'vitest';
import { createPasswordGuard } from '../../../server/auth/password-guard.ts';
import { createPasswordQueue } from '../../../server/auth/password-queue.ts';

const right = async () => 'session';
const wrong = async () => null;

test('allows so many wrong passwords for an address and e-mail, whatever its case, and others beside', async () => {
  const guard = createPasswordGuard(createPasswordQueue(), 2);
  expect(await guard.check('a', 'ada@example.com', wrong)).toEqual({ kind: 'wrong' });
  expect(await guard.check('a', 'ADA@example.com', wrong)).toEqual({ kind: 'wrong' });
  expect(await guard.check('a', 'ada@example.com', right)).toEqual({ kind: 'wait', seconds: 900 });
  expect(await guard.check('b', 'ada@example.com', right)).toEqual({ kind: 'right', result: 'session' });
  expect(await guard.check('a', 'bo@example.com', right)).toEqual({ kind: 'right', result: 'session' });
});

test('forgets wrong passwords after a right one', async () => {
  const guard = createPasswordGuard(createPasswordQueue(), 2);
  for (let round = 0; round < 3; round += 1) {
    expect(await guard.check('a', 'ada', wrong)).toEqual({ kind: 'wrong' });
    expect(await guard.check('a', 'ada', right)).toMatchObject({ kind: 'right' });
  }
});

test('limits wrong passwords for many e-mails from one address, and from no other', async () => {
  const guard = createPasswordGuard(createPasswordQueue(), 2);
  for (let index = 0; index < 20; index += 1) {
    // Signing in to an account of their own doesn't earn a stranger more guesses.
    expect(await guard.check('stranger', 'own@example.com', right)).toMatchObject({ kind: 'right' });
    expect(await guard.check('stranger', `${index}@example.com`, wrong)).toEqual({ kind: 'wrong' });
  }
  expect(await guard.check('stranger', 'ada', right)).toMatchObject({ kind: 'wait' });
  expect(await guard.check('bandmate', 'ada', right)).toMatchObject({ kind: 'right' });
});

test('an error of the check counts as no attempt', async () => {
  const guard = createPasswordGuard(createPasswordQueue(), 1);
  await expect(
    guard.check('a', 'ada', () => Promise.reject(new Error('The disk is full.'))),
  ).rejects.toThrow();
  expect(await guard.check('a', 'ada', right)).toMatchObject({ kind: 'right' });
});

test('runs a few checks at once, and addresses take turns', async () => {
  const queue = createPasswordQueue({ running: 2, waitingPerAddress: 50, waiting: 200 });
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
  const queue = createPasswordQueue({ running: 1, waitingPerAddress: 3, waiting: 5 });
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
  const queue = createPasswordQueue({ running: 1, waitingPerAddress: 3, waiting: 5 });
  const failing = queue.run('a', () => Promise.reject(new Error('No memory.')));
  const next = queue.run('a', async () => 'done');
  await expect(failing).rejects.toThrow('No memory.');
  expect(await next).toEqual({ result: 'done' });
});
