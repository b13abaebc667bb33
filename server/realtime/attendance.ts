export type PresenceChange = { userId: string; isOnline: boolean };

/**
 * The people online. Each is online from their first socket until all have disconnected and none has come back within
 * the grace after the last drop: so several devices count as one, and a short drop goes unnoticed. Every step takes the
 * same time, however many there are.
 *
 * Times are in milliseconds of one clock, and never go back. Steps answer the changes that others must hear of.
 */
export type Attendance = {
  connected(userId: string, socketId: string): PresenceChange[];
  /** `isFinal`: the session has ended, so the socket won't come back. */
  disconnected(userId: string, socketId: string, at: number, isFinal: boolean): PresenceChange[];
  passed(at: number): PresenceChange[];
  /** When to call `passed`, if nothing happens before: somebody may be gone by then. Null = never. */
  nextLook(): number | null;
  isOnline(userId: string): boolean;
};

export function createAttendance(graceMilliseconds: number): Attendance {
  const socketsOf = new Map<string, Set<string>>();
  /** The end of the grace of those who dropped a socket, in the order of the drops, which is that of the ends. */
  const graces = new Map<string, number>();

  function depart(userId: string): PresenceChange[] {
    if (socketsOf.get(userId)?.size !== 0 || graces.has(userId)) return [];
    socketsOf.delete(userId);
    return [{ userId, isOnline: false }];
  }

  function passed(at: number): PresenceChange[] {
    const changes: PresenceChange[] = [];
    for (const [userId, until] of graces) {
      if (until > at) break;
      graces.delete(userId);
      changes.push(...depart(userId));
    }
    return changes;
  }

  return {
    connected(userId, socketId) {
      graces.delete(userId);
      const known = socketsOf.get(userId);
      if (known) {
        known.add(socketId);
        return [];
      }
      socketsOf.set(userId, new Set([socketId]));
      return [{ userId, isOnline: true }];
    },
    disconnected(userId, socketId, at, isFinal) {
      if (!socketsOf.get(userId)?.delete(socketId)) return [];
      if (!isFinal) {
        graces.delete(userId);
        graces.set(userId, at + graceMilliseconds);
      }
      return [...passed(at), ...depart(userId)];
    },
    passed,
    nextLook: () => graces.values().next().value ?? null,
    isOnline: (userId) => socketsOf.has(userId),
  };
}
