import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAttendance, type PresenceChange } from '../../../server/realtime/attendance.ts';

const grace = 100;

type PresenceEvent =
  | { kind: 'connected'; userId: string; socketId: string }
  | { kind: 'disconnected'; userId: string; socketId: string; at: number; isFinal: boolean }
  | { kind: 'time-passed'; at: number };

/** Takes events one after the other; before each one with a time, looks that are due happen first. */
function run(events: PresenceEvent[]) {
  const attendance = createAttendance(grace);
  let now = 0;
  const told: (PresenceChange & { at: number })[] = [];
  const hear = (changes: PresenceChange[]) =>
    void told.push(...changes.map((change) => ({ ...change, at: now })));
  const take = (event: PresenceEvent) => {
    const { connected, disconnected, passed } = attendance;
    if (event.kind === 'connected') hear(connected(event.userId, event.socketId));
    else if (event.kind === 'disconnected')
      hear(disconnected(event.userId, event.socketId, event.at, event.isFinal));
    else hear(passed(event.at));
  };
  for (const event of events) {
    const until = 'at' in event ? event.at : now;
    for (let due = attendance.nextLook(); due !== null && due <= until; due = attendance.nextLook()) {
      now = due;
      hear(attendance.passed(due));
    }
    now = until;
    take(event);
  }
  return { attendance, told };
}

const connected = (socketId: string, userId = 'ada'): PresenceEvent => ({
  kind: 'connected',
  userId,
  socketId,
});
const disconnected = (socketId: string, at: number, isFinal = false, userId = 'ada'): PresenceEvent => ({
  kind: 'disconnected',
  userId,
  socketId,
  at,
  isFinal,
});
const passed = (at: number): PresenceEvent => ({ kind: 'time-passed', at });
const online = { userId: 'ada', isOnline: true };
const offline = { userId: 'ada', isOnline: false };

describe('attendance', () => {
  it('announces the first device and the last', () => {
    const { told } = run([
      connected('desk'),
      connected('phone'),
      disconnected('desk', 10),
      passed(1000),
      disconnected('phone', 2000),
      passed(2050),
    ]);
    expect(told).toEqual([{ ...online, at: 0 }]);
    expect(run([connected('desk'), disconnected('desk', 10), passed(500)]).told).toEqual([
      { ...online, at: 0 },
      { ...offline, at: 110 },
    ]);
  });

  it('ignores a drop that ends within the grace', () => {
    const { told, attendance } = run([
      connected('one'),
      disconnected('one', 10),
      passed(109),
      connected('two'),
    ]);
    expect(told).toEqual([{ ...online, at: 0 }]);
    expect(attendance.nextLook()).toBeNull();
  });

  it('doesn’t wait once the session has ended, except for other devices and their drops', () => {
    expect(run([connected('one'), disconnected('one', 10, true)]).told.at(-1)).toEqual({
      ...offline,
      at: 10,
    });
    const other = [connected('one'), connected('two'), disconnected('one', 10, true), passed(900)];
    expect(run(other).told).toEqual([{ ...online, at: 0 }]);
    const dropped = [
      connected('one'),
      connected('two'),
      disconnected('one', 10),
      disconnected('two', 20, true),
      passed(900),
    ];
    expect(run(dropped).told.at(-1)).toEqual({ ...offline, at: 110 });
  });

  it('counts the same socket once and ignores unknown sockets', () => {
    const { attendance, told } = run([connected('one'), connected('one'), disconnected('other', 5, true)]);
    expect(told).toEqual([{ ...online, at: 0 }]);
    expect(attendance.disconnected('ada', 'one', 6, true)).toEqual([offline]);
    expect(run([disconnected('one', 5)]).told).toEqual([]);
  });
});

/** Any sequence of connections and disconnections of two people, with any pauses between. */
const history = fc
  .array(
    fc.record({
      userId: fc.constantFrom('ada', 'bo'),
      socketId: fc.constantFrom('one', 'two', 'three'),
      what: fc.constantFrom('connected', 'dropped', 'signed-out'),
      pause: fc.constantFrom(0, 1, 50, 99, 100, 101, 500),
    }),
    { maxLength: 40 },
  )
  .map((steps) => {
    let at = 0;
    return steps.flatMap(({ userId, socketId, what, pause }): PresenceEvent[] => {
      at += pause;
      const event =
        what === 'connected'
          ? connected(socketId, userId)
          : disconnected(socketId, at, what === 'signed-out', userId);
      return [passed(at), event];
    });
  });

describe('any history', () => {
  it('alternates between online and offline, and the last announcement is true', () => {
    fc.assert(
      fc.property(history, (events) => {
        const { attendance, told } = run(events);
        for (const userId of ['ada', 'bo']) {
          const own = told.filter((change) => change.userId === userId).map(({ isOnline }) => isOnline);
          expect(own).toEqual(own.map((_, index) => index % 2 === 0));
          expect(own.at(-1) ?? false).toBe(attendance.isOnline(userId));
        }
      }),
    );
  });

  it('never shows someone offline who has a socket, or whose last one dropped less than the grace ago', () => {
    fc.assert(
      fc.property(history, (events) => {
        const { attendance } = run(events);
        const open = new Map<string, Set<string>>();
        const droppedAt = new Map<string, number>();
        let now = 0;
        for (const event of events) {
          if (event.kind === 'time-passed') {
            now = event.at;
            continue;
          }
          const sockets = open.get(event.userId) ?? new Set();
          open.set(event.userId, sockets);
          if (event.kind === 'connected') {
            sockets.add(event.socketId);
            droppedAt.delete(event.userId);
          } else if (sockets.delete(event.socketId) && !event.isFinal) {
            droppedAt.set(event.userId, event.at);
          }
        }
        for (const [userId, sockets] of open) {
          const dropped = droppedAt.get(userId);
          const isMissed = dropped !== undefined && now < dropped + grace;
          expect(attendance.isOnline(userId)).toBe(sockets.size > 0 || isMissed);
        }
      }),
    );
  });

  it('ends with everyone offline once all have gone and the grace is over', () => {
    fc.assert(
      fc.property(history, (events) => {
        const last = events.reduce((at, event) => ('at' in event ? Math.max(at, event.at) : at), 0);
        const gone = ['ada', 'bo'].flatMap((userId) =>
          ['one', 'two', 'three'].map((socketId) => disconnected(socketId, last, false, userId)),
        );
        const { attendance } = run([...events, ...gone, passed(last + grace)]);
        expect(['ada', 'bo'].some(attendance.isOnline)).toBe(false);
        expect(attendance.nextLook()).toBeNull();
      }),
    );
  });
});
