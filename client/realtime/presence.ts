import { type Clock, systemClock } from '../../common/clock.ts';
import { coalesce } from '../../common/coalesce.ts';
import type { KnownBandmate } from '../../protocol/ipc/known-bandmate.ts';
import type { RealtimeEvent } from '../../protocol/ipc/pushes.ts';
import { presenceSchema } from '../../protocol/wire/chat.ts';
import type { Log } from '../common/log.ts';
import type { ServerClient } from '../session/server-client.ts';
import type { Connectivity } from './connectivity.ts';

export type PresenceDependencies = {
  client: ServerClient;
  connectivity: Connectivity;
  log: Log;
  changed(bandmates: KnownBandmate[]): void;
  /** How long the line may be down before nothing is known of anyone, and how long until a failed read is repeated. */
  patienceMilliseconds?: number;
  clock?: Clock;
};

/** Who is here. In memory only: it is worth nothing a moment later. */
export type Presence = {
  /** By name. */
  list(): KnownBandmate[];
  /** Any realtime event: presence itself, and what changes with whom projects are shared. */
  heard(event: RealtimeEvent): void;
  stop(): void;
};

const membershipEvents = new Set(['project:joined', 'project:left', 'member:joined', 'member:left']);

/**
 * Read at each connection, and followed by `chat:presence` from there: one that comes while it is read is newer than
 * the answer. A short drop of the line changes nothing on screen.
 */
export function createPresence(dependencies: PresenceDependencies): Presence {
  const {
    client,
    connectivity,
    log,
    changed,
    patienceMilliseconds = 15_000,
    clock = systemClock,
  } = dependencies;
  let bandmates: KnownBandmate[] = [];
  let heardMeanwhile: Map<string, boolean> | undefined;
  let wasOnline = false;
  let cancelTimer = () => {};
  const stopping = new AbortController();

  function set(next: KnownBandmate[]): void {
    bandmates = next;
    changed(bandmates);
  }

  const read = coalesce(async () => {
    const heard = new Map<string, boolean>();
    heardMeanwhile = heard;
    const answer = await client.request({
      method: 'GET',
      path: '/api/presence',
      schema: presenceSchema,
      signal: stopping.signal,
    });
    heardMeanwhile = undefined;
    if (stopping.signal.aborted || !wasOnline) return;
    if (answer.ok) {
      const newest = answer.data.map((one) => ({ ...one, isOnline: heard.get(one.userId) ?? one.isOnline }));
      set(newest.sort((a, b) => a.name.localeCompare(b.name)));
      return;
    }
    log.info({ kind: answer.kind, message: answer.message }, 'Who is here could not be read');
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
    heard(event) {
      if (membershipEvents.has(event.name) && wasOnline) void read();
      if (event.name !== 'chat:presence') return;
      const { userId, isOnline } = event.payload;
      heardMeanwhile?.set(userId, isOnline);
      const known = bandmates.find((one) => one.userId === userId);
      if (!known) void read();
      else if (known.isOnline !== isOnline) {
        set(bandmates.map((one) => (one === known ? { ...one, isOnline } : one)));
      }
    },
    stop() {
      stopping.abort();
      unsubscribe();
      cancelTimer();
    },
  };
}
