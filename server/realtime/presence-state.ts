/** Who is online: an entry for each, with the sockets that are connected. */
export type PresenceState = ReadonlyMap<string, Attendance>;

/** `graceUntil`: until then a dropped socket may come back and no one has noticed; null = none has dropped. */
type Attendance = { sockets: ReadonlySet<string>; graceUntil: number | null };

/** Times in milliseconds of one clock. `isFinal`: the session has ended, so there is nothing to wait for. */
export type PresenceEvent =
  | { kind: 'connected'; userId: string; socketId: string }
  | { kind: 'disconnected'; userId: string; socketId: string; at: number; isFinal: boolean }
  | { kind: 'time-passed'; at: number };

export type PresenceChange = { userId: string; isOnline: boolean };

export const nobody: PresenceState = new Map();

/**
 * What an event makes of the presence, and what others must be told of it.
 *
 * One is online from the first socket on, until all have gone and none has come back within `graceMilliseconds` of
 * the last drop. So several devices are one presence, and a short drop is none at all.
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
      return leave(new Map(state).set(event.userId, { sockets, graceUntil }), event.at);
    }
    case 'time-passed':
      return leave(state, event.at);
  }
}

/** When time alone will next take someone offline; null = never. */
export function nextDeparture(state: PresenceState): number | null {
  let next: number | null = null;
  for (const { sockets, graceUntil } of state.values()) {
    if (sockets.size === 0 && graceUntil !== null && (next === null || graceUntil < next)) next = graceUntil;
  }
  return next;
}

/** Takes away those whose time has come. */
function leave(state: PresenceState, at: number): { state: PresenceState; changes: PresenceChange[] } {
  const gone = [...state]
    .filter(([, { sockets, graceUntil }]) => sockets.size === 0 && (graceUntil ?? at) <= at)
    .map(([userId]) => userId);
  if (gone.length === 0) return { state, changes: [] };
  const staying = new Map(state);
  for (const userId of gone) staying.delete(userId);
  return { state: staying, changes: gone.map((userId) => ({ userId, isOnline: false })) };
}
