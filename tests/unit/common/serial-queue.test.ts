import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSerialQueue } from '../../../common/serial-queue.ts';

test('tasks run one at a time in order, no matter how long they take and whether they fail', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ ticks: fc.nat(4), fails: fc.boolean() }), { maxLength: 20 }),
      async (tasks) => {
        const queue = createSerialQueue();
        const log: string[] = [];
        const results = tasks.map(({ ticks, fails }, index) =>
          queue.run(async () => {
            log.push(`begin ${index}`);
            for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
            log.push(`end ${index}`);
            if (fails) throw new Error(`${index}`);
            return index;
          }),
        );
        const settled = Promise.allSettled(results);
        await queue.idle();
        expect(log).toEqual(tasks.flatMap((_, index) => [`begin ${index}`, `end ${index}`]));
        const outcomes = (await settled).map(({ status }) => status === 'rejected');
        expect(outcomes).toEqual(tasks.map(({ fails }) => fails));
      },
    ),
  );
});
