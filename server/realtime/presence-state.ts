/** The people online, by user id, with their connected sockets. */
export type PresenceState = ReadonlyMap<string, Attendance>;

/** `graceUntil`: until then a dropped socket may come back unnoticed; null = none has dropped. */
type Attendance = { sockets: ReadonlySet<string>; graceUntil: number | null };

/** `at` in milliseconds, always of the same clock. `isFinal`: the session has ended, so the socket won't come back. */
export type PresenceEvent =
  | { kind: 'connected'; userId: string; socketId: string }
  | { kind: 'disconnected'; userId: string; socketId: string; at: number; isFinal: boolean }
  | { kind: 'time-passed'; at: number };

export type PresenceChange = { userId: string; isOnline: boolean };

export const nobody: PresenceState = new Map();

/**
 * The presence after an event, and the changes that others must hear of.
 *
 * A user is online from their first socket until all have disconnected and none has come back within `graceMilliseconds`
 * of the last drop. So several devices count as one, and a short drop goes unnoticed.
 */
export function stepPresence(
  state: PresenceState,
  event: PresenceEvent,
  graceMilliseconds: number,
): { state: PresenceState; changes: PresenceChange[] } {
  switch (event.kind) {
    case 'connected': {
      const known = state.get(event.userId);
      const sockets = new Set(known?.sockets).add(event.socketId);
      return {
        state: new Map(state).set(event.userId, { sockets, graceUntil: null }),
        changes: known ? [] : [{ userId: event.userId, isOnline: true }],
      };
    }
    case 'disconnected': {
      const known = state.get(event.userId);
      if (!known?.sockets.has(event.socketId)) return { state, changes: [] };
      const sockets = new Set(known.sockets);
      sockets.delete(event.socketId);
      const graceUntil = event.isFinal ? known.graceUntil : event.at + graceMilliseconds;
      return removeDeparted(new Map(state).set(event.userId, { sockets, graceUntil }), event.at);
    }
    case 'time-passed':
      return removeDeparted(state, event.at);
  }
}

/** When someone will next go offline if nothing else happens; null = never. */
export function nextDeparture(state: PresenceState): number | null {
  let next: number | null = null;
  for (const { sockets, graceUntil } of state.values()) {
    if (sockets.size === 0 && graceUntil !== null && (next === null || graceUntil < next)) next = graceUntil;
  }
  return next;
}

/** Removes those whose grace is over. */
function removeDeparted(
  state: PresenceState,
  at: number,
): { state: PresenceState; changes: PresenceChange[] } {
  const gone = [...state]
    .filter(([, { sockets, graceUntil }]) => sockets.size === 0 && (graceUntil ?? at) <= at)
    .map(([userId]) => userId);
  if (gone.length === 0) return { state, changes: [] };
  const staying = new Map(state);
  for (const userId of gone) staying.delete(userId);
  return { state: staying, changes: gone.map((userId) => ({ userId, isOnline: false })) };
}
