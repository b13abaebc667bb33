import * as z from 'zod';
import { type Environment, systemEnvironment } from '../../common/environment.ts';
import type { RealtimeEvent } from '../../protocol/ipc/pushes.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { ephemeralEventSchemas, type LoggedEvent, positionSchema } from '../../protocol/wire/event.ts';
import { joinAnswerSchema } from '../../protocol/wire/room.ts';
import { type Heads, headsSchema } from '../../protocol/wire/sync.ts';
import { parseTopic, projectTopic, type Topic, userTopic } from '../../protocol/wire/topic.ts';
import { createListeners } from '../common/listeners.ts';
import type { Log } from '../common/log.ts';
import type { RequestFailureKind, ServerClient } from '../session/server-client.ts';
import { type Connection, type ConnectionDependencies, createConnection } from './connection.ts';
import { createTopicFollower, type TopicFollower, type TopicSource } from './topic-follower.ts';

export type RealtimeDependencies = {
  client: ServerClient;
  userId: string;
  /** Where a topic's cursor, log and snapshots are. Events it has applied come out of `onEvent`. */
  sourceOf(topic: Topic, applied: (events: LoggedEvent[]) => void): TopicSource;
  log: Log;
  /** How often heads are compared, so that a lost poke heals. */
  headsMilliseconds?: number;
  /** How often, about, each project that is followed is compared with the server's, beside soon after connecting. */
  stateMilliseconds?: number;
  connection?: Partial<Pick<ConnectionDependencies, 'backoff' | 'random' | 'createTransport'>>;
  environment?: Environment;
};

/** Why a project is followed. It is left when no reason is left. */
export type FollowReason = 'screen' | 'background';

export type Realtime = Pick<
  Connection,
  | 'current'
  | 'subscribe'
  | 'start'
  | 'retryNow'
  | 'suspend'
  | 'resume'
  | 'networkChanged'
  | 'markUnauthorised'
  | 'markAnswered'
  | 'explain'
  | 'tell'
> & {
  stop(): void;
  follow(projectId: string, reason: FollowReason): void;
  unfollow(projectId: string, reason: FollowReason): void;
  /** A project that is followed is there now, and perhaps was not when its room was to be joined. */
  rejoin(projectId: string): void;
  /** Each logged event once, in the order of its topic's `seq`, after the cache has it; and those of the moment. */
  onEvent(listener: (event: RealtimeEvent) => void): () => void;
};

type Read<Data> = Outcome<Data, RequestFailureKind>;

/** The user's own topic is always followed; projects while someone looks at them or they are kept in the background. */
export function createRealtime(dependencies: RealtimeDependencies): Realtime {
  const {
    client,
    userId,
    sourceOf,
    log,
    headsMilliseconds = 30_000,
    stateMilliseconds = 600_000,
  } = dependencies;
  const { environment = systemEnvironment } = dependencies;
  const { clock, random } = environment;
  const connection = createConnection({
    serverUrl: client.serverUrl,
    authenticationHeaders: client.authenticationHeaders,
    ...{ log, clock, random },
    ...dependencies.connection,
  });
  const eventListeners = createListeners<RealtimeEvent>();
  const reasons = new Map<string, Set<FollowReason>>();
  const followers = new Map<Topic, TopicFollower>();
  const ownTopic = userTopic(userId);
  let online = new AbortController();
  /** The life of the server's database in which the line was opened. Pokes don't say theirs: they are of this one. */
  let epochOfLine: string | null = null;
  let cancelHeads = () => {};
  let cancelVerifying = () => {};

  function followTopic(topic: Topic): void {
    const source = sourceOf(topic, (events) => {
      for (const event of events) eventListeners.notify(event);
    });
    const watched: TopicSource = {
      ...source,
      pull: async (since, signal) => endingLine(await source.pull(since, signal), signal),
      readSnapshot: async (signal) => endingLine(await source.readSnapshot(signal), signal),
    };
    followers.set(topic, createTopicFollower(watched, log, environment));
  }

  function endingLine<Data extends { epoch: string }>(read: Read<Data>, signal: AbortSignal): Read<Data> {
    if (read.ok && !signal.aborted) endWithEpoch(read.data.epoch);
    return read;
  }

  /**
   * A line ends with the epoch in which it was opened: when a backup has been put back, pokes of the past that it undid
   * may still be on their way, and must meet no follower of the new one. Voids what is being fetched.
   */
  function endWithEpoch(epoch: string): void {
    if (epochOfLine === null || epochOfLine === epoch) return;
    log.info({ was: epochOfLine, is: epoch }, 'The server’s database is another one: connecting anew');
    connection.reconnect('The band’s server has been put back from a backup.');
  }

  /** Subscribe first, then read: the acknowledgement says from where on the server pokes. */
  async function join(projectId: string): Promise<void> {
    const { signal } = online;
    const topic = projectTopic(projectId);
    try {
      const answer = joinAnswerSchema.parse(await connection.request('join:project', { projectId }));
      if (signal.aborted) return;
      if (answer.ok) {
        epochOfLine ??= answer.epoch;
        enter(topic, answer);
      } else if (answer.kind === 'not-found' || answer.kind === 'forbidden') followers.get(topic)?.gone();
      else log.info({ projectId, message: answer.message }, 'A project could not be joined');
    } catch (error) {
      // A lost connection joins again by itself; an acknowledgement that never came is asked for again with the heads.
      log.info({ projectId, error: String(error) }, 'A project was not joined yet');
    }
  }

  function enter(topic: Topic, { epoch, head }: { epoch: string; head: number }): void {
    endWithEpoch(epoch);
    if (!online.signal.aborted) followers.get(topic)?.input({ kind: 'joined', epoch, head });
  }

  /**
   * Nobody joins the user's own topic: the server pokes it from the moment of the connection. Heads come by another way
   * than pokes; a line that answers after them is the same server's. (Leaving a room that there isn't is answered too.)
   */
  async function enterOwn(place: { epoch: string; head: number }): Promise<void> {
    const { signal } = online;
    try {
      if (epochOfLine === null) await connection.request('leave:project', { projectId: 'none' });
      if (signal.aborted) return;
      epochOfLine ??= place.epoch;
      enter(ownTopic, place);
    } catch (error) {
      log.info({ error: String(error) }, 'The line did not answer yet');
    }
  }

  /** So that clients that came back together don't ask together from then on. */
  const spread = (milliseconds: number) => milliseconds * (0.75 + random() / 2);

  async function compareHeads(): Promise<void> {
    const { signal } = online;
    const heads = await client.request({
      method: 'GET',
      path: '/api/sync/heads',
      schema: headsSchema,
      signal,
    });
    if (signal.aborted) return;
    if (heads.ok) compare(heads.data);
    else log.info({ kind: heads.kind, message: heads.message }, 'Heads could not be compared');
    // They may have ended the line; the next one asks for its own.
    if (signal.aborted) return;
    cancelHeads = clock.later(spread(heads.ok ? headsMilliseconds : headsMilliseconds / 10), compareHeads);
  }

  function compare({ epoch, heads }: Heads): void {
    endWithEpoch(epoch);
    if (online.signal.aborted) return;
    for (const [topic, follower] of followers) {
      const head = heads[topic] ?? 0;
      if (follower.isLive()) follower.input({ kind: 'head', epoch, head });
      else if (topic === ownTopic) void enterOwn({ epoch, head });
      else void join(parseTopic(topic).id);
    }
  }

  /** One after the other, and not all clients at once: the server reads a whole project for each. */
  async function verifyAll(): Promise<void> {
    const { signal } = online;
    for (const follower of [...followers.values()]) {
      if (signal.aborted) return;
      try {
        await follower.verify();
      } catch (error) {
        // The cache could not be read: what follows the topic says more of it.
        log.warn({ error: String(error) }, 'A project could not be compared with the server’s');
      }
    }
    if (!signal.aborted) verifyIn(stateMilliseconds);
  }

  function verifyIn(milliseconds: number): void {
    cancelVerifying = clock.later(milliseconds * (0.5 + random()), () => void verifyAll());
  }

  function goOnline(): void {
    online = new AbortController();
    epochOfLine = null;
    verifyIn(stateMilliseconds / 10);
    for (const projectId of reasons.keys()) void join(projectId);
    void compareHeads();
  }

  function goOffline(): void {
    online.abort();
    cancelHeads();
    cancelVerifying();
    for (const follower of followers.values()) follower.input({ kind: 'disconnected' });
  }

  let wasOnline = false;
  connection.subscribe((state) => {
    const isOnline = state.kind === 'online';
    if (isOnline === wasOnline) return;
    wasOnline = isOnline;
    if (isOnline) goOnline();
    else goOffline();
  });

  connection.onEvent(({ name, args: [payload, place] }) => {
    const position = positionSchema.safeParse(place);
    if (position.success) {
      // A poke does not say when it happened; it is poked within moments of its commit.
      const entry = { seq: position.data.seq, name, payload, at: new Date(clock.now()).toISOString() };
      followers.get(position.data.topic)?.input({ kind: 'poke', entry });
      return;
    }
    const event = ephemeralEventSchema.safeParse({ name, payload });
    if (event.success) eventListeners.notify(event.data);
  });

  followTopic(ownTopic);
  const { current, subscribe, start, retryNow, suspend, resume, networkChanged } = connection;
  const { markUnauthorised, markAnswered, explain, tell } = connection;
  return {
    ...{ current, subscribe, start, retryNow, suspend, resume, networkChanged },
    ...{ markUnauthorised, markAnswered, explain, tell },
    stop() {
      goOffline();
      for (const follower of followers.values()) follower.stop();
      connection.stop();
    },
    follow(projectId, reason) {
      const known = reasons.get(projectId);
      if (known) {
        known.add(reason);
        return;
      }
      reasons.set(projectId, new Set([reason]));
      followTopic(projectTopic(projectId));
      if (wasOnline) void join(projectId);
    },
    rejoin(projectId) {
      if (reasons.has(projectId) && wasOnline) void join(projectId);
    },
    unfollow(projectId, reason) {
      const known = reasons.get(projectId);
      known?.delete(reason);
      if (known?.size !== 0) return;
      reasons.delete(projectId);
      const topic = projectTopic(projectId);
      followers.get(topic)?.stop();
      followers.delete(topic);
      connection.tell('leave:project', { projectId });
    },
    onEvent: eventListeners.add,
  };
}

const ephemeralEventSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('chat:typing'), payload: ephemeralEventSchemas['chat:typing'] }),
  z.object({ name: z.literal('chat:presence'), payload: ephemeralEventSchemas['chat:presence'] }),
  z.object({ name: z.literal('file:peaks'), payload: ephemeralEventSchemas['file:peaks'] }),
]);
