import { expect, test } from 'vitest';
import { createDifferences } from '../../../main/local/differences.ts';

const difference = { state: 'ready', to: 'v1', summary: '' };

/** Time is moved by hand, and the app’s media answer as told. */
function scene(statuses: number[]) {
  let now = 0;
  let later: (() => void) | null = null;
  const asked: string[] = [];
  let looks = 0;
  const media = {
    async answer({ url }: { url: string }) {
      asked.push(url);
      const status = statuses.shift() ?? 200;
      return new Response(JSON.stringify(difference), { status });
    },
  };
  const clock = {
    ...{ now: () => now, monotonic: () => now },
    later(milliseconds: number, task: () => void) {
      later = () => {
        now += milliseconds;
        task();
      };
      return () => {
        later = null;
      };
    },
  };
  const reader = createDifferences(media as never, clock, () => {
    looks += 1;
  });
  const pass = () => later?.();
  return { reader, asked, pass, looks: () => looks, isWaiting: () => later !== null };
}

test('a comparison that isn’t ready is asked for again after a while, not at each look', async () => {
  const { reader, asked, pass, looks } = scene([202]);
  expect(await reader.read('v2', 'v1')).toBeUndefined();
  expect(await reader.read('v2', 'v1')).toBeUndefined();
  expect(asked).toEqual(['app://bundle/media/v2/difference?to=v1']);
  pass();
  expect(looks()).toBe(1);
  await reader.read('v2', 'v1');
  expect(asked).toHaveLength(2);
});

test('without a connection it is asked for again too, but not after a refusal, nor after the end', async () => {
  const offline = scene([503]);
  await offline.reader.read('v2', 'v1');
  expect(offline.isWaiting()).toBe(true);
  offline.reader.stop();
  expect(offline.isWaiting()).toBe(false);
  const refused = scene([404]);
  await refused.reader.read('v2', 'v1');
  expect(refused.isWaiting()).toBe(false);
});
