import type { Bridge } from '../../protocol/ipc/bridge.ts';
import type { ConnectionState } from '../../protocol/ipc/connection.ts';
import type { RealtimeEvent } from '../../protocol/ipc/pushes.ts';
import type { Store } from './store.ts';

export type RealtimeEventName = RealtimeEvent['name'];

/** The realtime connection, as components see it. It lives from sign-in to sign-out. */
export type Socket = {
  connection: Store<ConnectionState>;
  /** Calls `listener` for each event of that name until the returned function is called. */
  on<Name extends RealtimeEventName>(
    name: Name,
    listener: (event: Extract<RealtimeEvent, { name: Name }>) => void,
  ): () => void;
  /** Joins a project's room; the returned function leaves it. Views of the same project share one membership. */
  enter(projectId: string): () => void;
  retryNow(): void;
};

/** A socket over a bridge. `stop` ends all subscriptions and leaves every room. */
export function createSocket(
  bridge: Bridge,
  connection: Store<ConnectionState>,
): { socket: Socket; stop: () => void } {
  const listeners = new Map<RealtimeEventName, Set<(event: never) => void>>();
  const rooms = new Map<string, number>();
  const unsubscribe = bridge.on('realtime.event', (event) => {
    for (const listener of [...(listeners.get(event.name) ?? [])]) listener(event as never);
  });

  const leave = (projectId: string) => {
    const views = (rooms.get(projectId) ?? 0) - 1;
    if (views > 0) rooms.set(projectId, views);
    else if (rooms.delete(projectId)) void bridge.invoke('projects.leave', { id: projectId });
  };

  const socket: Socket = {
    connection,
    on(name, listener) {
      const those = listeners.get(name) ?? new Set();
      listeners.set(name, those);
      those.add(listener);
      return () => those.delete(listener);
    },
    enter(projectId) {
      const views = rooms.get(projectId) ?? 0;
      rooms.set(projectId, views + 1);
      // A refusal needs no message here: reading the project fails for the same reason and shows it.
      if (views === 0) void bridge.invoke('projects.enter', { id: projectId });
      let left = false;
      return () => {
        if (!left) leave(projectId);
        left = true;
      };
    },
    retryNow: () => void bridge.invoke('connection.retryNow', null),
  };

  return {
    socket,
    stop() {
      unsubscribe();
      for (const projectId of [...rooms.keys()]) {
        rooms.delete(projectId);
        void bridge.invoke('projects.leave', { id: projectId });
      }
    },
  };
}
