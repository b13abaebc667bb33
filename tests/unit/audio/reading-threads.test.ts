import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { ReadableBytes } from '../../../audio/bytes.ts';
import { ReadingFailed } from '../../../audio/reading/reading-threads.ts';
import { readableOf } from '../../helpers/readable-bytes.ts';
import { stubbornReaders, turnsDuring } from '../../helpers/stubborn-readers.ts';

const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => at % 7);
const sum = bytes.reduce((total, byte) => total + byte, 0);
const file = readableOf(bytes);

it('reads a file from the other side, in any pieces', async () => {
  const threads = stubbornReaders({ longestMilliseconds: 10_000 });
  for (const step of [100, 32_768, 50_001]) expect(await threads.read('sums', file, step)).toBe(sum);
  expect(await threads.read('sums', readableOf(new Uint8Array(0)), 1)).toBe(0);
  expect(threads.started()).toBe(1);
});

it('ends a reader that takes forever, while everything else goes on', async () => {
  const threads = stubbornReaders();
  const reading = threads.read('loops', file);
  expect(await turnsDuring(reading)).toBeGreaterThan(10);
  await expect(reading).rejects.toEqual(new ReadingFailed('it takes too long'));
  expect(await threads.read('sums', file, 100)).toBe(sum);
});

it('ends a reader that takes too long in many short turns', async () => {
  const threads = stubbornReaders({ longestMilliseconds: 50, later: () => () => {} });
  await expect(threads.read('wanders', file)).rejects.toEqual(new ReadingFailed('it takes too long'));
});

it('begins again with what shared a thread with such a reader', async () => {
  const threads = stubbornReaders({ mostThreads: 1 });
  const held = Promise.withResolvers<void>();
  let reads = 0;
  const slow: ReadableBytes = {
    size: bytes.length,
    async read(position, length) {
      reads++;
      await held.promise;
      return bytes.subarray(position, position + length);
    },
  };
  const reading = threads.read('sums', slow, 40_000);
  while (reads === 0) await wait(5);
  await expect(threads.read('loops', file)).rejects.toThrow('it takes too long');
  held.resolve();
  expect(await reading).toBe(sum);
  expect(threads.started()).toBe(2);
});

it('waits as long as it takes for bytes, and reads other files meanwhile', async () => {
  const threads = stubbornReaders({ longestMilliseconds: 200, mostThreads: 1 });
  const slow: ReadableBytes = {
    size: 10,
    async read() {
      await wait(600);
      return bytes.subarray(0, 10);
    },
  };
  const reading = threads.read('sums', slow, 10);
  expect(await threads.read('sums', file, 40_000)).toBe(sum);
  expect(await reading).toBe(21 + 0 + 1 + 2);
});

it('says why a file could not be read', async () => {
  const threads = stubbornReaders({ longestMilliseconds: 20_000 });
  await expect(threads.read('throws', file)).rejects.toEqual(new ReadingFailed('Error: It is broken'));
  await expect(threads.read('fills', file)).rejects.toThrow(/^the thread died: .*memory/);
  const huge = { size: 2 ** 40, read: async () => bytes };
  await expect(threads.read('claims', huge)).rejects.toEqual(new ReadingFailed('it needs too much memory'));
  const broken = {
    size: 10,
    read: async () => {
      throw new TypeError('EIO');
    },
  };
  await expect(threads.read('sums', broken, 10)).rejects.toEqual(new TypeError('EIO'));
  expect(await threads.read('sums', file, 1_000)).toBe(sum);
});

it('ends what is being read when it stops', async () => {
  const threads = stubbornReaders({ longestMilliseconds: 20_000 });
  const reading = expect(threads.read('loops', file)).rejects.toThrow('no longer read');
  await wait(50);
  await threads.stop();
  await reading;
  await expect(threads.read('sums', file, 1)).rejects.toThrow('no longer read');
});
