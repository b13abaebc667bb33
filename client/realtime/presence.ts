import type { Clock } from '../../common/clock.ts';
import { coalesce } from '../../common/coalesce.ts';
import type { KnownBandmate } from '../../protocol/ipc/known-bandmate.ts';
import type { RealtimeEvent } from '../../protocol/ipc/pushes.ts';
import { presenceSchema } from '../../protocol/wire/chat.ts';
import { createListeners } from '../common/listeners.ts';
import type { Log } from '../common/log.ts';
import type { ServerClient } from '../session/server-client.ts';
import type { Connectivity } from './connectivity.ts';

export type PresenceDependencies = {
  client: ServerClient;
  connectivity: Connectivity;
  log: Log;
  /** How long after a disconnect everyone's presence becomes unknown, and how long until a failed read is repeated. */
  patienceMilliseconds?: number;
  clock: Clock;
};

/** Which bandmates are online. Kept in memory only: it is outdated a moment later. */
export type Presence = {
  /** By name. */
  list(): KnownBandmate[];
  /** Takes any realtime event: presence itself, people, and memberships, which change who is a bandmate. */
  receive(event: RealtimeEvent): void;
  onChange(listener: (bandmates: KnownBandmate[]) => void): () => void;
  stop(): void;
};

const membershipEvents = new Set(['project:joined', 'project:left', 'member:joined', 'member:left']);

/**
 * Read at each connection and kept current by `chat:presence`: an event that arrives during a read is newer than the
 * answer. A short disconnect changes nothing on screen.
 */
export function createPresence(dependencies: PresenceDependencies): Presence {
  const { client, connectivity, log, patienceMilliseconds = 15_000, clock } = dependencies;
  const listeners = createListeners<KnownBandmate[]>();
  let bandmates: KnownBandmate[] = [];
  let receivedMeanwhile: Map<string, boolean> | undefined;
  let wasOnline = false;
  let cancelTimer = () => {};
  const stopping = new AbortController();

  function set(next: KnownBandmate[]): void {
    bandmates = next;
    listeners.notify(bandmates);
  }

  const read = coalesce(async () => {
    const received = new Map<string, boolean>();
    receivedMeanwhile = received;
    const answer = await client.request({
      method: 'GET',
      path: '/api/presence',
      schema: presenceSchema,
      signal: stopping.signal,
    });
    receivedMeanwhile = undefined;
    if (stopping.signal.aborted || !wasOnline) return;
    if (answer.ok) {
      const newest = answer.data.map((one) => ({
        ...one,
        isOnline: received.get(one.userId) ?? one.isOnline,
      }));
      set(newest.sort((a, b) => a.name.localeCompare(b.name)));
      return;
    }
    log.info({ kind: answer.kind, message: answer.message }, 'Presence could not be read');
    // A server without this route is older than this app.
    if (answer.kind === 'not-found') return;
    cancelTimer();
    cancelTimer = clock.later(patienceMilliseconds, () => void read());
  });

  const unsubscribe = connectivity.subscribe(({ kind }) => {
    const isOnline = kind === 'online';
    if (isOnline === wasOnline) return;
    wasOnline = isOnline;
    cancelTimer();
    if (isOnline) void read();
    else {
      cancelTimer = clock.later(patienceMilliseconds, () => {
        if (bandmates.length > 0) set(bandmates.map((one) => ({ ...one, isOnline: null })));
      });
    }
  });

  return {
    list: () => bandmates,
    receive(event) {
      if (membershipEvents.has(event.name) && wasOnline) void read();
      if (event.name === 'person:updated') {
        const { id, name, avatarUrl } = event.payload;
        set(bandmates.map((one) => (one.userId === id ? { ...one, name, avatarUrl } : one)));
      }
      if (event.name !== 'chat:presence') return;
      const { userId, isOnline } = event.payload;
      receivedMeanwhile?.set(userId, isOnline);
      const known = bandmates.find((one) => one.userId === userId);
      if (!known) void read();
      else if (known.isOnline !== isOnline) {
        set(bandmates.map((one) => (one === known ? { ...one, isOnline } : one)));
      }
    },
    onChange: listeners.add,
    stop() {
      stopping.abort();
      unsubscribe();
      cancelTimer();
    },
  };
}
