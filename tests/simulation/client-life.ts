import type SQLite from 'better-sqlite3';
import { defaultSettings } from '../../client/account/account-settings.ts';
import { type ClientAccount, createClientAccount } from '../../client/account/create-account.ts';
import { createCommandHandlers } from '../../client/account/handlers/command-handlers.ts';
import { createCommentHandlers } from '../../client/account/handlers/comment-handlers.ts';
import type { WithAccount } from '../../client/account/handlers/handlers.ts';
import { createInboxHandlers } from '../../client/account/handlers/inbox-handlers.ts';
import { createProjectHandlers } from '../../client/account/handlers/project-handlers.ts';
import { createNotices } from '../../client/account/notices.ts';
import type { Log } from '../../client/common/log.ts';
import type { OutboxStore } from '../../client/outbox/outbox-store.ts';
import { createServerClient } from '../../client/session/create-server-client.ts';
import type { Clock } from '../../common/clock.ts';
import { cacheIn } from '../../main/cache/create-cache.ts';
import { outboxStoreIn } from '../../main/outbox/open-outbox-store.ts';
import { actorNamed, type MemberName } from './band.ts';
import { createIds } from './ids.ts';
import { bound, createLife, type Life } from './life.ts';
import { createPage, type Page } from './page.ts';
import type { ServerMachine } from './server-machine.ts';
import { createSimulatedFetch, NeverSent } from './simulated-fetch.ts';
import { createSimulatedTransport } from './simulated-transport.ts';
import type { World } from './world.ts';

/** One life of a member's app: the whole client core over disks that outlive it, and a page. */
export type ClientLife = {
  life: Life;
  account: ClientAccount;
  page: Page;
  breakLine(): void;
  /** Another number after each change of its disk. */
  changes(): number;
};

/** The methods that change the disk. Each is one transaction, or one write. */
const cacheSteps = new Set([
  ...['replaceProjects', 'replaceProject', 'removeProject', 'setCursor', 'applyEntries', 'comments.write'],
  ...['activities.save', 'activities.reconcile', 'activities.setDismissed', 'activities.apply'],
  ...['inbox.replace', 'inbox.saveConversation', 'inbox.saveMessages'],
]);

export type Disk = { cache: SQLite.Database; outbox: SQLite.Database; isFull: boolean; clockOffset: number };

export function createClientLife(parts: {
  world: World;
  server: ServerMachine;
  member: MemberName;
  disk: Disk;
  ended(): void;
}): ClientLife {
  const { world, server, member, disk } = parts;
  const { trace, chance, ledger, variant, plan } = world;
  const life = createLife(() => {
    ledger.ended(member);
    parts.ended();
  });
  const clock = createClock(world, disk, life);
  const environment = { clock, random: chance.random, newId: createIds(clock.now, chance) };
  const log = createLog(world, member, life, disk);
  let changes = 0;
  const step = <Result>(act: () => Result): Result =>
    life.step(() => {
      changes += 1;
      if (disk.isFull) throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
      return act();
    });
  const mortal: Life = { ...life, step };

  const plainCache = cacheIn(disk.cache, member);
  const cache = bound(variant.cache?.(plainCache, life.step) ?? plainCache, mortal, cacheSteps);
  const file = outboxStoreIn(disk.outbox);
  const store: OutboxStore = {
    ...file,
    write(change) {
      file.write(change);
      ledger.written(member, change);
    },
    close: () => {},
  };
  const outboxStore = bound(variant.outboxStore?.(store) ?? store, mortal, new Set(['write']));

  const { fetch, lines } = {
    fetch: createSimulatedFetch(world, server, member, life),
    lines: createSimulatedTransport(world, server, member, life),
  };
  const client = createServerClient({
    serverUrl: 'http://band.example',
    authenticationHeaders: () => ({}),
    ...{ log, clock },
    fetch: variant.fetch?.(fetch) ?? fetch,
    describeFailure: String,
    wasNeverSent: (error) => error instanceof NeverSent,
  });
  const { id, name, email, avatarUrl } = actorNamed(member);
  const account: ClientAccount = createClientAccount({
    signedIn: {
      serverUrl: client.serverUrl,
      account: { id, name, email, avatarUrl, role: 'MEMBER' },
      client,
    },
    ...{ cache, outboxStore, log, environment },
    settings: { current: () => defaultSettings, update: async () => defaultSettings },
    notices: createNotices({
      ...environment,
      saved: [],
      save: () => {},
      changed: (notices) => {
        const healed = notices.find(({ kind }) => kind === 'state-healed');
        if (healed && !life.isOver()) world.complain(`${member} is told: ${healed.message}`);
      },
    }),
    push: (push, data) => page.pushed(push, data),
    notify: () => {},
    realtimeSettings: {
      headsMilliseconds: plan.headsMilliseconds,
      connection: {
        createTransport: variant.createTransport?.(lines.createTransport, fetch) ?? lines.createTransport,
      },
    },
  });
  const withAccount: WithAccount = async (run) => run(account);
  const page = createPage({
    server,
    ...{ world, member, life, account, newId: environment.newId },
    handlers: {
      ...createCommandHandlers(withAccount),
      ...createProjectHandlers(withAccount),
      ...createCommentHandlers(withAccount),
      ...createInboxHandlers(withAccount),
    },
  });
  trace.write(`${member} starts`);
  account.start();
  page.open();
  return { life, account, page, breakLine: lines.breakOpen, changes: () => changes };
}

/** The longest wait that `setTimeout` takes; beyond it, it doesn't wait at all. */
const longestWait = 2 ** 31 - 1;

function createClock({ schedule, trueNow }: World, disk: Disk, life: Life): Clock {
  return {
    now: () => trueNow() + disk.clockOffset,
    monotonic: schedule.now,
    later: (milliseconds, task) =>
      schedule.after(milliseconds > longestWait ? 1 : milliseconds, () => void (life.isOver() || task())),
  };
}

/** Every error that the client logs counts, unless its disk is full or it is dead. */
function createLog({ trace, complain }: World, member: MemberName, life: Life, disk: Disk): Log {
  const line =
    (isError: boolean) =>
    (first: object | string, message = '') => {
      if (life.isOver()) return;
      const text = typeof first === 'string' ? first : `${message} ${JSON.stringify(first)}`;
      trace.write(`${member} logs ${text}`);
      // A poke in flight while the list of projects was read without its project: the snapshot ends its follower.
      const isOvertaken = text.includes('was never read');
      // A change that a full disk refused may be reported once there is room again.
      const wasFull = disk.isFull || text.includes('database or disk is full');
      const isExcused = wasFull || isOvertaken || text.includes('LifeOver');
      if (isError && !isExcused) complain(`${member} logs ${text}`);
    };
  return { debug: line(false), info: line(false), warn: line(true), error: line(true) };
}
