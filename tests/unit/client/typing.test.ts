import { expect, it } from 'vitest';
import { createTyping } from '../../../client/realtime/typing.ts';

function typist() {
  const told: unknown[] = [];
  const clock = { now: 0 };
  const type = createTyping((_event, body) => told.push(body), { now: () => clock.now });
  return { told, clock, type };
}

it('is told seldom however many keys are pressed, again before others forget it, and once when it stops', () => {
  const { told, clock, type } = typist();
  for (; clock.now < 6_000; clock.now += 100) type('c', true);
  expect(told).toHaveLength(3);
  type('c', false);
  type('c', false);
  expect(told.slice(3)).toEqual([{ conversationId: 'c', isTyping: false }]);
  type('c', true);
  expect(told).toHaveLength(5);
});

it('is told anew in another conversation, and does not stop there what was never begun', () => {
  const { told, type } = typist();
  type('c', true);
  type('d', false);
  type('d', true);
  expect(told).toEqual([
    { conversationId: 'c', isTyping: true },
    { conversationId: 'd', isTyping: true },
  ]);
});
