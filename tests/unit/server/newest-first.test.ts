import { expect, it } from 'vitest';
import { createNewestFirst } from '../../../server/newest-first.ts';

type Item = { sha256: string };

/** Work that waits until it is let go on; `ran` has what began. */
function start() {
  const ran: string[] = [];
  const failed: string[] = [];
  let rests = 0;
  let letGo = () => {};
  const queue = createNewestFirst<Item>({
    async run({ sha256 }) {
      ran.push(sha256);
      await new Promise<void>((resolve) => {
        letGo = resolve;
      });
      if (sha256 === 'bad') throw new Error('It is damaged.');
    },
    onFailure: (_error, { sha256 }) => void failed.push(sha256),
    async rest() {
      rests += 1;
    },
  });
  const next = async () => {
    letGo();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, ran, failed, next, rests: () => rests };
}

const request = (queue: { request(item: Item): void }, ...hashes: string[]) => {
  for (const sha256 of hashes) queue.request({ sha256 });
};

it('does one at a time, the last requested first, and each once', async () => {
  const { queue, ran, next, rests } = start();
  request(queue, 'a');
  await next();
  request(queue, 'b', 'c', 'b');
  for (let count = 0; count < 3; count++) await next();
  await queue.idle();
  expect(ran).toEqual(['a', 'b', 'c']);
  expect(rests()).toBe(1);
});

it('goes on after a failure', async () => {
  const { queue, ran, failed, next } = start();
  request(queue, 'good', 'bad');
  for (let count = 0; count < 3; count++) await next();
  await queue.idle();
  expect(ran).toEqual(['bad', 'good']);
  expect(failed).toEqual(['bad']);
});

it('begins nothing once it is closed', async () => {
  const { queue, ran, next } = start();
  request(queue, 'a');
  await next();
  request(queue, 'b');
  queue.close();
  await next();
  request(queue, 'c');
  await queue.idle();
  expect(ran).toEqual(['a']);
  expect(queue.isClosed()).toBe(true);
});
