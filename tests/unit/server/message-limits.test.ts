import { expect, test } from 'vitest';
import { createMessageLimits } from '../../../server/realtime/message-limits.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';

const limits = {
  socket: { burst: 3, perSecond: 1 },
  account: { burst: 5, perSecond: 2 },
  refusals: 2,
};

test('a socket may send a burst, then so many a second, and is disconnected if it goes on', () => {
  const clock = createMovedClock();
  const socket = createMessageLimits(clock, limits).open('ada');
  expect([1, 2, 3, 4].map(() => socket.next())).toEqual(['take', 'take', 'take', 'refuse']);
  clock.advance(1000);
  expect([1, 2, 3].map(() => socket.next())).toEqual(['take', 'refuse', 'disconnect']);
});

test('the sockets of an account share a limit, which outlives them, and others have their own', () => {
  const clock = createMovedClock();
  const all = createMessageLimits(clock, limits);
  const [one, other, bo] = [all.open('ada'), all.open('ada'), all.open('bo')];
  for (let sent = 0; sent < 3; sent += 1) expect(one.next()).toBe('take');
  expect([1, 2, 3].map(() => other.next())).toEqual(['take', 'take', 'refuse']);
  expect(bo.next()).toBe('take');
  one.close();
  other.close();
  const again = all.open('ada');
  expect(again.next()).toBe('refuse');
  clock.advance(500);
  expect(again.next()).toBe('take');
});
