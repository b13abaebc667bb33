import { expect, it } from 'vitest';
import { createTyping } from '../../../client/realtime/typing.ts';

function typist() {
  const sent: unknown[] = [];
  const clock = { now: 0 };
  // Unix time may be set back meanwhile.
  const times = { monotonic: () => clock.now, now: () => -clock.now };
  const type = createTyping((_event, body) => sent.push(body), times);
  return { sent, clock, type };
}

it('is sent seldom however many keys are pressed, repeated before others forget it, and sent once when it stops', () => {
  const { sent, clock, type } = typist();
  for (; clock.now < 6_000; clock.now += 100) type('c', true);
  expect(sent).toHaveLength(3);
  type('c', false);
  type('c', false);
  expect(sent.slice(3)).toEqual([{ conversationId: 'c', isTyping: false }]);
  type('c', true);
  expect(sent).toHaveLength(5);
});

it('is sent again in another conversation, and never stopped where it was not started', () => {
  const { sent, type } = typist();
  type('c', true);
  type('d', false);
  type('d', true);
  expect(sent).toEqual([
    { conversationId: 'c', isTyping: true },
    { conversationId: 'd', isTyping: true },
  ]);
});
