import { describe, expect, it } from 'vitest';
import { createKeyedLock } from '../../../server/storage/keyed-lock.ts';

describe('a keyed lock', () => {
  it('runs the tasks of one key one after another, in order, even if one fails', async () => {
    const lock = createKeyedLock();
    const trace: string[] = [];
    let inside = 0;
    const task = (name: string) => async () => {
      inside++;
      expect(inside).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      trace.push(name);
      inside--;
      if (name === 'b') throw new Error('b failed');
    };
    const results = await Promise.allSettled(['a', 'b', 'c'].map((name) => lock.run('key', task(name))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(trace).toEqual(['a', 'b', 'c']);
    expect(lock.isHeld('key')).toBe(false);
  });

  it('locks each key separately', async () => {
    const lock = createKeyedLock();
    await lock.acquire('a');
    await lock.run('b', async () => expect(lock.isHeld('a')).toBe(true));
    lock.release('a');
  });

  it('asks the holder, and each next one while others wait, to let go', async () => {
    const lock = createKeyedLock();
    const asked: string[] = [];
    await lock.acquire('key', () => asked.push('first'));
    const second = lock.acquire('key', () => asked.push('second'));
    const third = lock.acquire('key', () => asked.push('third'));
    expect(asked).toEqual(['first', 'first']);
    lock.release('key');
    await second;
    expect(asked).toEqual(['first', 'first', 'second']);
    lock.release('key');
    await third;
    expect(asked).toHaveLength(3);
    lock.release('key');
  });

  it('lets a waiting caller give up without a trace', async () => {
    const lock = createKeyedLock();
    await lock.acquire('key');
    const patience = new AbortController();
    const waiting = lock.acquire('key', undefined, patience.signal);
    patience.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(lock.acquire('key', undefined, patience.signal)).rejects.toThrow('enough');
    lock.release('key');
    expect(lock.isHeld('key')).toBe(false);
  });

  it('drains: asks every holder, and resolves when the last one has let go', async () => {
    const lock = createKeyedLock();
    await lock.acquire('a', () => setImmediate(() => lock.release('a')));
    await lock.acquire('b', () => setImmediate(() => lock.release('b')));
    await lock.drain();
    expect([lock.isHeld('a'), lock.isHeld('b')]).toEqual([false, false]);
    await lock.drain();
  });

  it('refuses to release a key that nobody holds', () => {
    expect(() => createKeyedLock().release('key')).toThrow('Nobody holds key.');
  });
});
