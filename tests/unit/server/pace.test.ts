import { expect, test } from 'vitest';
import type { Clock } from '../../../common/clock.ts';
import { createPace } from '../../../server/share/pace.ts';

test('slows a sender down, then everyone of the group, and nobody in the next minute', () => {
  let now = 5_000;
  const pace = createPace(3, { now: () => now } as Clock);
  const sent = (group: string, sender: string, times: number) =>
    Array.from({ length: times }, () => pace(group, sender));
  expect(sent('link', 'ana', 4)).toEqual([0, 0, 0, 60]);
  expect(sent('other link', 'ana', 1)).toEqual([0]);
  now += 45_000;
  expect(sent('link', 'ana', 1)).toEqual([15]);
  // Ten times as many from all together.
  const crowd = Array.from({ length: 40 }, (_, number) => pace('link', `guest ${number}`));
  expect(crowd.filter((seconds) => seconds === 0)).toHaveLength(27);
  now += 15_000;
  expect(sent('link', 'ana', 1)).toEqual([0]);
});
