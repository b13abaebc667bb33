import type SQLite from 'better-sqlite3';
import { Kysely, type SqliteDatabase } from 'kysely';
import pino from 'pino';
import type { Clock } from '../../common/clock.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import { userTopic } from '../../protocol/wire/topic.ts';
import { createLocalAttempts } from '../../server/attempts/attempt-store.ts';
import { createDispatcher } from '../../server/commands/dispatcher.ts';
import type { SocketChange } from '../../server/commands/handler.ts';
import { createInvitationToken } from '../../server/commands/invitation-token.ts';
import { forgetAnswers } from '../../server/commands/operations.ts';
import { defaultConfig } from '../../server/config.ts';
import type { ServerContext } from '../../server/context.ts';
import { cachingPrepare } from '../../server/db/caching-prepare.ts';
import type { Database } from '../../server/db/schema.ts';
import { compactLog } from '../../server/events/compact-log.ts';
import { createChatRoutes } from '../../server/http/chat-routes.ts';
import { createHttpApp } from '../../server/http/http-app.ts';
import { createIdSource } from '../../server/ids.ts';
import { noMailer } from '../../server/mail/mailer.ts';
import { createMetrics } from '../../server/metrics/metrics.ts';
import { notifyPage } from '../../server/notifications/bulk-notifications.ts';
import { createBulkNotifier } from '../../server/notifications/bulk-notifier.ts';
import { createRegistration } from '../../server/operator/registration.ts';
import { createPresence } from '../../server/realtime/presence.ts';
import { answerHello, joinProject, leaveProject } from '../../server/realtime/room-member.ts';
import { userRoom } from '../../server/realtime/rooms.ts';
import { type AskedRequest, ask, type GivenAnswer } from './ask.ts';
import { actorNamed, type MemberName } from './band.ts';
import { type Bounce, commitBounce } from './bounces.ts';
import { createGathering } from './gathering.ts';
import { createHub, type Hub } from './hub.ts';
import { createLife, type Life } from './life.ts';
import { lifeAlone, lifeAmongOthers } from './life-sharing.ts';
import type { OneConnection } from './one-connection.ts';
import { recordingDispatcher } from './recording-dispatcher.ts';
import type { SimulatedBus } from './simulated-bus.ts';
import type { World } from './world.ts';

/** One life of the server's process, on a database that outlives it. */
export type ServerLife = {
  life: Life;
  hub: Hub;
  /** Null: the process ended before it had answered. */
  answer(request: AskedRequest): Promise<GivenAnswer | null>;
  /** Commits an upload. False: the process ended before it had answered. */
  bounce(bounce: Bounce): Promise<boolean>;
  /** Calls `task` when this life ends. */
  whenOver(task: () => void): void;
  /** The number of requests in progress, and of other work. */
  openRequests(): number;
  /** Whether its next transaction waits for time to pass. */
  isGathering(): boolean;
  /** Forgets events and answers that are older than that moment. */
  sweep(before: Date): Promise<void>;
};

export function createServerLife(parts: {
  world: World;
  sqlite: SQLite.Database;
  /** Unix time as the machine has it. */
  now(): number;
  /** Lends the database, which other servers may have too. */
  connection: OneConnection;
  /** The way to the other servers; null if there are none. */
  bus: SimulatedBus | null;
  /** The result of `readLastId`. */
  lastId: string | null;
  ended(): void;
  /** The database has changed. */
  changed(): void;
  /** Whether all trouble is over. */
  isHealed(): boolean;
}): ServerLife {
  const { world, sqlite, now, isHealed } = parts;
  const { schedule, chance, variant } = world;
  const ends: (() => void)[] = [];
  const life = createLife(() => {
    parts.ended();
    for (const end of ends) end();
  });
  const ids = createIdSource({
    now,
    after: parts.lastId,
    random: () => Uint8Array.from({ length: 16 }, () => chance.between(0, 255)),
  });
  const gathering = createGathering(world, isHealed);
  const database = mortal(sqlite, life, parts.changed, (text) => {
    gathering.saw(text);
    return variant.statement?.(text) ?? text;
  });
  const db = new Kysely<Database>({ dialect: parts.connection.dialectFor(life, sqlite, database) });
  const { newId } = ids;
  const queue = createSerialQueue();
  const log = pino(
    { level: 'error', base: null, timestamp: false },
    { write: (line: string) => void (life.isOver() || world.complain(`the server logs ${line.trim()}`)) },
  );
  const clock: Clock = {
    now,
    monotonic: schedule.now,
    later: (milliseconds, task) => schedule.after(milliseconds, () => void (life.isOver() || task())),
  };
  const environment = { clock, random: () => chance.between(0, 999_999) / 1_000_000, newId };
  const hub: Hub = createHub({
    ...{ newId, userRoom, complain: world.complain },
    join: (userId, member, body) => joinProject({ db, delivery }, userId, member, body),
    leave: (member, body) => leaveProject({ delivery }, member, body),
    hello: () => answerHello({ db, delivery }),
    connected(userId, socketId) {
      delivery.open(userTopic(userId));
      presence.connected(userId, socketId);
    },
    disconnected: (userId, socketId) =>
      void (life.isOver() || presence.disconnected(userId, socketId, false)),
  });
  const lifeParts = { db, queue, hub, life, ids, environment, variant, log };
  const sharing = parts.bus ? lifeAmongOthers(lifeParts, parts.bus) : lifeAlone(lifeParts);
  const { delivery } = sharing;
  const presence = createPresence({
    ...{ db, queue, log, clock, roster: sharing.roster },
    graceMilliseconds: defaultConfig.presenceGraceMilliseconds,
    send: (userId, payload) => hub.rooms.emit(userRoom(userId), 'chat:presence', payload),
  });
  const dispatcher = recordingDispatcher({
    ...{ world, gathering, isHealed, newId },
    make: (handlers) =>
      createDispatcher({
        ...{ db, queue, handlers, gather: gathering.gather, observe: gathering.observe },
        invitationToken: createInvitationToken('secret'),
        publicUrl: () => '',
        environment,
        mostNotifiedAtOnce: world.plan.mostNotifiedAtOnce,
      }),
  });
  const bulkNotifier = createBulkNotifier({
    ...{ db, dispatcher, clock, log, nodes: sharing.nodes, pageSize: 1 },
    rest: () => new Promise<void>((resolve) => clock.later(chance.between(0, 300), resolve)),
    writePage: variant.writePage?.(notifyPage) ?? notifyPage,
  });
  function follow(changes: readonly SocketChange[]): void {
    for (const change of changes) presence.follow(change);
  }
  sharing.hear(follow);
  dispatcher.onCommitted((commit) => {
    delivery.committed(commit);
    follow(commit.changes);
    sharing.publish(commit);
  });
  const context: ServerContext = {
    config: defaultConfig,
    ...{ db, reads: db, dispatcher, environment, log },
    audit: { note: () => {}, flush: async () => {}, close: async () => {} },
    authenticate: async (headers) => actorNamed(headers['x-user'] as MemberName),
    publicUrl: () => '',
    registration: createRegistration({ db, config: defaultConfig, clock: environment.clock }),
    mailer: noMailer,
    attempts: createLocalAttempts(environment.clock.monotonic),
    metrics: createMetrics(),
  };
  const app = createHttpApp(context, {
    isOriginAllowed: () => true,
    web: async () => null,
    readiness: { check: async () => ({ ok: true, data: null }) },
    streaming: [],
    routers: [createChatRoutes(context, presence.isOnline)],
  });
  let openRequests = 0;
  bulkNotifier.catchUp();

  return {
    ...{ life, hub },
    whenOver: (task) => void ends.push(task),
    openRequests: () => (life.isOver() ? 0 : openRequests + (bulkNotifier.isBusy() ? 1 : 0)),
    isGathering: gathering.isWaiting,
    async answer(request) {
      openRequests += 1;
      const given = await ask(app, request);
      openRequests -= 1;
      return life.isOver() ? null : given;
    },
    async bounce(bounce) {
      openRequests += 1;
      try {
        await commitBounce({ db, dispatcher }, bounce, new Date(now()).toISOString());
      } catch (error) {
        if (!life.isOver()) throw error;
      } finally {
        openRequests -= 1;
      }
      return !life.isOver();
    },
    async sweep(before) {
      const { signal } = new AbortController();
      await compactLog(db, before, signal);
      await (variant.forgetAnswers ?? forgetAnswers)(db, before, signal);
    },
  };
}

/** The database of a process that may be killed at any statement that writes. */
function mortal(
  sqlite: SQLite.Database,
  life: Life,
  changed: () => void,
  statementFor: (text: string) => string,
): SqliteDatabase {
  const inner = cachingPrepare(sqlite);
  return {
    close: () => {},
    prepare(text) {
      life.check();
      const statement = inner.prepare(statementFor(text));
      const isReading = text.startsWith('select') || text.startsWith('begin');
      const run = <Result>(act: () => Result) => {
        life.check();
        if (isReading) return act();
        changed();
        return life.step(act);
      };
      return {
        reader: statement.reader,
        all: (values) => run(() => statement.all(values)),
        run: (values) => run(() => statement.run(values)),
        iterate: (values) => run(() => statement.iterate(values)),
      };
    },
  };
}
