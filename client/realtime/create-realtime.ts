import * as z from 'zod';
import type { Environment } from '../../common/environment.ts';
import type { RealtimeEvent } from '../../protocol/ipc/pushes.ts';
import { ephemeralEventSchemas, positionSchema } from '../../protocol/wire/event.ts';
import { projectTopic, type Topic, userTopic } from '../../protocol/wire/topic.ts';
import { createListeners } from '../common/listeners.ts';
import type { Log } from '../common/log.ts';
import type { ServerClient } from '../session/server-client.ts';
import { compareHeadsWhileOnline } from './compare-heads.ts';
import type { Connection } from './connection.ts';
import { createEpochGuard } from './epoch-guard.ts';
import { createFollowers, type Followers } from './followers.ts';
import { createOnlinePeriods } from './online-periods.ts';
import { createRooms } from './rooms.ts';
import type { TopicSource } from './topic-follower.ts';
import { verifyFollowedWhileOnline } from './verify-followed.ts';

export type RealtimeDependencies = {
  connection: Connection;
  client: ServerClient;
  userId: string;
  /** Where a topic's cursor, log and snapshots are. */
  createSource(topic: Topic): TopicSource;
  log: Log;
  /** How often heads are compared, so that a lost poke is noticed. */
  headsMilliseconds?: number;
  /** How often, on average, each followed project is compared with the server's. */
  stateMilliseconds?: number;
  environment: Environment;
};

/** Why a project is followed. It is left when no reason remains. */
export type FollowReason = 'screen' | 'background' | 'outbox';

/** Follows the user's own topic always, and projects while they are on screen or needed in the background. */
export type Realtime = Pick<Followers, 'onApplied' | 'onSnapshot' | 'onGone'> & {
  follow(projectId: string, reason: FollowReason): void;
  unfollow(projectId: string, reason: FollowReason): void;
  /** A followed project now exists on the server; joining it may have failed before. */
  rejoin(projectId: string): void;
  /**
   * Each logged event once, in the order of its topic's `seq`, after the cache has applied it and before `onApplied`;
   * and ephemeral events.
   */
  onEvent(listener: (event: RealtimeEvent) => void): () => void;
  /** Stops following. The connection is stopped by its owner. */
  stop(): void;
};

export function createRealtime(dependencies: RealtimeDependencies): Realtime {
  const { connection, client, userId, createSource, log, environment } = dependencies;
  const { headsMilliseconds = 30_000, stateMilliseconds = 600_000 } = dependencies;
  const ownTopic = userTopic(userId);
  const reasons = new Map<string, Set<FollowReason>>();
  const eventListeners = createListeners<RealtimeEvent>();
  const periods = createOnlinePeriods(connection);
  const epochs = createEpochGuard({ connection, periods, log });
  const followers = createFollowers({ createSource, acceptEpoch: epochs.accept, log, environment });
  const rooms = createRooms({ connection, periods, epochs, followers, log });

  followers.onApplied(({ events }) => {
    for (const event of events) eventListeners.notify(event);
  });
  /** Joining again changes nothing where nothing was lost. */
  function joinAll(): void {
    for (const projectId of reasons.keys()) void rooms.join(projectId);
  }
  followers.onSnapshot(({ topic }) => {
    // A snapshot doesn't tell that a project was deleted and restored meanwhile, which emptied its room.
    if (topic === ownTopic && periods.isOnline()) joinAll();
  });
  verifyFollowedWhileOnline({
    ...{ periods, followers, log, environment },
    everyMilliseconds: stateMilliseconds,
  });
  periods.onBegin(joinAll);
  compareHeadsWhileOnline({
    ...{ client, periods, epochs, followers, rooms, ownTopic, log, environment },
    everyMilliseconds: headsMilliseconds,
  });
  periods.onEnd(() => followers.inputAll({ kind: 'disconnected' }));

  const stopListening = connection.onEvent(({ name, args: [payload, place] }) => {
    // Socket.IO passes the acknowledgement that the server waits for as the last argument.
    if (name === 'party:probe' && typeof place === 'function') place({ ok: true });
    const position = positionSchema.safeParse(place);
    if (position.success) {
      // A poke doesn't say when it happened, but it is sent within moments of its commit.
      const entry = {
        seq: position.data.seq,
        name,
        payload,
        at: new Date(environment.clock.now()).toISOString(),
      };
      followers.input(position.data.topic, { kind: 'poke', entry });
      return;
    }
    const event = ephemeralEventSchema.safeParse({ name, payload });
    if (event.success) eventListeners.notify(event.data);
  });

  followers.add(ownTopic);
  return {
    onApplied: followers.onApplied,
    onSnapshot: followers.onSnapshot,
    onGone: followers.onGone,
    follow(projectId, reason) {
      const known = reasons.get(projectId);
      if (known) {
        known.add(reason);
        return;
      }
      reasons.set(projectId, new Set([reason]));
      followers.add(projectTopic(projectId));
      if (periods.isOnline()) void rooms.join(projectId);
    },
    rejoin(projectId) {
      if (reasons.has(projectId) && periods.isOnline()) void rooms.join(projectId);
    },
    unfollow(projectId, reason) {
      const known = reasons.get(projectId);
      known?.delete(reason);
      if (known?.size !== 0) return;
      reasons.delete(projectId);
      followers.remove(projectTopic(projectId));
      rooms.leave(projectId);
    },
    onEvent: eventListeners.add,
    stop() {
      stopListening();
      periods.stop();
      followers.stop();
    },
  };
}

const ephemeralEventSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('party:changed'), payload: ephemeralEventSchemas['party:changed'] }),
  z.object({ name: z.literal('party:state'), payload: ephemeralEventSchemas['party:state'] }),
  z.object({ name: z.literal('party:pointer'), payload: ephemeralEventSchemas['party:pointer'] }),
  z.object({ name: z.literal('chat:typing'), payload: ephemeralEventSchemas['chat:typing'] }),
  z.object({ name: z.literal('chat:presence'), payload: ephemeralEventSchemas['chat:presence'] }),
  z.object({ name: z.literal('file:peaks'), payload: ephemeralEventSchemas['file:peaks'] }),
  z.object({
    name: z.literal('server:announcement'),
    payload: ephemeralEventSchemas['server:announcement'],
  }),
]);
