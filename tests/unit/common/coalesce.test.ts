import { expect, it } from 'vitest';
import { coalesce } from '../../../common/coalesce.ts';

it('answers with a read that began after the question, and reads twice for any number of simultaneous questions', async () => {
  const reads: PromiseWithResolvers<number>[] = [];
  const ask = coalesce(() => {
    const read = Promise.withResolvers<number>();
    reads.push(read);
    return read.promise;
  });
  const first = ask();
  const others = [ask(), ask(), ask()];
  expect(reads).toHaveLength(1);
  reads[0]?.resolve(1);
  expect(await first).toBe(1);
  await Promise.resolve();
  reads[1]?.resolve(2);
  expect(await Promise.all(others)).toEqual([2, 2, 2]);
  const failing = ask();
  const later = ask();
  reads[2]?.reject(new Error('The disk is full'));
  await expect(failing).rejects.toThrow('full');
  reads[3]?.resolve(4);
  expect(await later).toBe(4);
});
