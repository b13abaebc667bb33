import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  nextDeparture,
  nobody,
  type PresenceChange,
  type PresenceEvent,
  type PresenceState,
  stepPresence,
} from '../../../server/realtime/presence-state.ts';

const grace = 100;

/** Runs events one after the other; before each one with a time, departures that are due happen first. */
function run(events: PresenceEvent[]): { state: PresenceState; told: (PresenceChange & { at: number })[] } {
  let state = nobody;
  let now = 0;
  const told: (PresenceChange & { at: number })[] = [];
  const take = (event: PresenceEvent) => {
    const step = stepPresence(state, event, grace);
    state = step.state;
    told.push(...step.changes.map((change) => ({ ...change, at: now })));
  };
  for (const event of events) {
    const until = 'at' in event ? event.at : now;
    for (let due = nextDeparture(state); due !== null && due <= until; due = nextDeparture(state)) {
      now = due;
      take({ kind: 'time-passed', at: due });
    }
    now = until;
    take(event);
  }
  return { state, told };
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

describe('stepPresence', () => {
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
    const { told, state } = run([connected('one'), disconnected('one', 10), passed(109), connected('two')]);
    expect(told).toEqual([{ ...online, at: 0 }]);
    expect(nextDeparture(state)).toBeNull();
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
    const { state, told } = run([connected('one'), connected('one'), disconnected('other', 5, true)]);
    expect(told).toEqual([{ ...online, at: 0 }]);
    expect(stepPresence(state, disconnected('one', 6, true), grace).changes).toEqual([offline]);
    expect(run([disconnected('one', 5)]).state).toBe(nobody);
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
        const { state, told } = run(events);
        for (const userId of ['ada', 'bo']) {
          const own = told.filter((change) => change.userId === userId).map(({ isOnline }) => isOnline);
          expect(own).toEqual(own.map((_, index) => index % 2 === 0));
          expect(own.at(-1) ?? false).toBe(state.has(userId));
        }
      }),
    );
  });

  it('never shows someone offline who has a socket, or whose last one dropped less than the grace ago', () => {
    fc.assert(
      fc.property(history, (events) => {
        const { state } = run(events);
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
          expect(state.has(userId)).toBe(sockets.size > 0 || isMissed);
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
        const { state } = run([...events, ...gone, passed(last + grace)]);
        expect(state.size).toBe(0);
        expect(nextDeparture(state)).toBeNull();
      }),
    );
  });
});
