import type { PresenceChange } from './attendance.ts';

/** The people that the band sees online, from all nodes. */
export type Roster = {
  /** Somebody came to this node, or left it. */
  note(change: PresenceChange): void;
  /** Calls `listener` for each change of what the band sees. */
  onChange(listener: (change: PresenceChange) => void): void;
  isOnline(userId: string): boolean;
  /** Forgets everyone. */
  stop(): void;
};

/** For a server that is alone. */
export function createLocalRoster(): Roster {
  const listeners: ((change: PresenceChange) => void)[] = [];
  const online = new Set<string>();
  return {
    note(change) {
      if (change.isOnline) online.add(change.userId);
      else online.delete(change.userId);
      for (const listener of listeners) listener(change);
    },
    onChange: (listener) => void listeners.push(listener),
    isOnline: (userId) => online.has(userId),
    stop: () => online.clear(),
  };
}
