import { expect, it } from 'vitest';
import { createConnection } from '../../../client/realtime/connection.ts';
import type { CreateTransport, TransportEvents } from '../../../client/realtime/transport.ts';
import type { Clock } from '../../../common/clock.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

const clients = 2_000;

/** A clock for many timers, which advances millisecond by millisecond. */
function createCrowdClock() {
  let now = 0;
  const due = new Map<number, Set<() => void>>();
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    later(milliseconds, task) {
      const at = now + Math.max(1, Math.ceil(milliseconds));
      const tasks = due.get(at) ?? new Set();
      due.set(at, tasks.add(task));
      return () => void tasks.delete(task);
    },
  };
  const advance = (milliseconds: number) => {
    for (const end = now + milliseconds; now < end; ) {
      now += 1;
      for (const task of due.get(now) ?? []) task();
      due.delete(now);
    }
  };
  return { clock, advance };
}

/** A server in a network without delays, and the times of all attempts to connect. */
function assemble() {
  const { clock, advance } = createCrowdClock();
  const attempts: number[] = [];
  const open = new Set<TransportEvents>();
  let isUp = true;
  const createTransport: CreateTransport = (_url, events) => ({
    open() {
      attempts.push(clock.now());
      clock.later(1, () => {
        if (isUp) {
          open.add(events);
          events.opened('websocket');
        } else events.failed('refused', null);
      });
    },
    close: () => void open.delete(events),
    isOpen: () => open.has(events),
    request: async () => ({ ok: true }),
    send: () => {},
    dispose: () => {},
  });
  const connections = Array.from({ length: clients }, () =>
    createConnection({
      ...{ serverUrl: 'http://band.example', authenticationHeaders: () => ({}), log: createQuietLog() },
      ...{ clock, createTransport, random: Math.random },
    }),
  );
  for (const connection of connections) connection.start();
  advance(10);
  attempts.length = 0;
  return {
    ...{ connections, attempts },
    advance,
    setUp(next: boolean) {
      isUp = next;
      if (isUp) return;
      const lost = [...open];
      open.clear();
      for (const events of lost) events.lost(false);
    },
    online: () => connections.filter((one) => one.current().kind === 'online').length,
  };
}

/** The most attempts within the same tenth of a second. */
function crowd(attempts: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const at of attempts) counts.set(Math.floor(at / 100), (counts.get(Math.floor(at / 100)) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

it('reconnects thousands of clients soon after a restart of the server, but never all at once', () => {
  const { attempts, advance, setUp, online } = assemble();
  expect(online()).toBe(clients);
  setUp(false);
  advance(5_000);
  const whileDown = attempts.length;
  // Less and less often: hardly more than two or three attempts each within these seconds.
  expect(whileDown).toBeLessThan(5 * clients);
  setUp(true);
  advance(10_000);
  expect(online()).toBeGreaterThan(0.7 * clients);
  advance(60_000);
  expect(online()).toBe(clients);
  // Clients with the shortest waits try a second time among the first attempts of the others.
  expect(crowd(attempts)).toBeLessThan(0.3 * clients);
});

it('spreads the connections of machines that wake together', () => {
  const { connections, attempts, advance, online } = assemble();
  for (const connection of connections) connection.suspend();
  for (const connection of connections) connection.resume();
  advance(2_100);
  expect(online()).toBe(clients);
  expect(crowd(attempts)).toBeLessThan(0.15 * clients);
});

it('spreads the connections after a change of the network', () => {
  const { connections, attempts, advance, setUp, online } = assemble();
  setUp(false);
  advance(60_000);
  setUp(true);
  attempts.length = 0;
  for (const connection of connections) connection.networkChanged();
  advance(1_100);
  expect(online()).toBe(clients);
  expect(crowd(attempts)).toBeLessThan(0.2 * clients);
});
