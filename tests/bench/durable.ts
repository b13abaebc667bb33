import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { createOutbox } from '../../client/outbox/create-outbox.ts';
import type { OutboxRow } from '../../client/outbox/outbox-store.ts';
import { systemClock } from '../../common/clock.ts';
import { newId } from '../../common/new-id.ts';
import { openOutboxStore } from '../../main/outbox/open-outbox-store.ts';
import { createCookieJar } from '../../main/session/cookie-jar.ts';
import { createNodeClient } from '../../main/session/node-client.ts';
import type { ConnectionState } from '../../protocol/ipc/connection.ts';
import type { Actor } from '../../server/commands/handler.ts';
import { openDatabase } from '../../server/db/open-database.ts';
import { openDispatcher } from '../helpers/server-parts.ts';
import { type BenchMember, type BenchServer, makeProject, signUp, startBenchServer } from './band.ts';
import { type Row, seconds, times } from './report.ts';
import { silentLog } from './silent-log.ts';

const text = 'The bass drops out for a moment, bring it back with the second guitar.';
const perSecond = (count: number, milliseconds: number) =>
  `${Math.round((count * 1000) / milliseconds).toLocaleString('en-US')} /s`;

async function timed(task: () => unknown): Promise<number> {
  const begun = performance.now();
  await task();
  return performance.now() - begun;
}

/** Rows like those of the outbox, each in a transaction of its own. */
function bareInserts(path: string, synchronous: 'FULL' | 'NORMAL', count: number): number {
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.pragma(`synchronous = ${synchronous}`);
  database.exec('create table row (id text primary key, kind text, payload text)');
  const insert = database.prepare('insert into row values (?, ?, ?)');
  const begun = performance.now();
  for (let index = 0; index < count; index++) insert.run(newId(), 'comment.create', text);
  const taken = performance.now() - begun;
  database.close();
  return taken;
}

const commands = 1_000;

/** Sends what was queued offline once the server is back, to the last answer. */
export async function benchDrain(folder: string): Promise<Row[]> {
  const server = await startBenchServer(join(folder, 'server'));
  try {
    const ana = await signUp(server, 'ana');
    const { projectId, cutId } = await makeCut(ana);
    const { outbox, become } = openOutbox(server, ana, join(folder, 'outbox.sqlite'));
    const queued = await timed(async () => {
      for (let index = 0; index < commands; index++) {
        const payload = { id: newId(), cutId, text: `${index} ${text}`, timestamp: index % 200 };
        await outbox.run('comment.create', payload, projectId);
      }
    });
    const drained = await timed(
      () =>
        new Promise<void>((resolve) => {
          outbox.onChange((pending) => {
            if (pending.length === 0) resolve();
          });
          become({ kind: 'online', since: 0, transport: 'websocket' });
        }),
    );
    await outbox.stop();
    const floor = bareInserts(join(folder, 'floor.sqlite'), 'FULL', commands);
    const floorWords = (milliseconds: number) => `${seconds(milliseconds / 1000)} (bare synced inserts)`;
    return [
      {
        what: 'drain of 1,000 queued commands',
        ours: seconds(drained / 1000),
        floor: floorWords(floor),
        ratio: times(drained / floor),
        goal: '≤ 5.00 s',
        met: drained <= 5_000,
      },
      {
        what: '1,000 commands into the outbox',
        ours: seconds(queued / 1000),
        floor: floorWords(floor),
        ratio: times(queued / floor),
        goal: '–',
        met: null,
      },
    ];
  } finally {
    await server.child.stop();
  }
}

function openOutbox(server: BenchServer, { cookie }: BenchMember, path: string) {
  const log = silentLog;
  let state: ConnectionState = { kind: 'unauthorised', since: 0, reason: '' };
  let listener = (_state: ConnectionState) => {};
  const outbox = createOutbox({
    store: openOutboxStore({ path, log, onDamage: () => {} }),
    client: createNodeClient({
      serverUrl: server.url,
      cookies: { ...createCookieJar([], Date.now), header: () => cookie },
      ...{ log, clock: systemClock },
    }),
    connectivity: {
      current: () => state,
      subscribe(heard) {
        listener = heard;
        return () => {};
      },
    },
    // No cache follows the log.
    progress: { awaited: () => [], isReached: () => true },
    log,
  });
  outbox.start();
  const become = (next: ConnectionState) => {
    state = next;
    listener(next);
  };
  return { outbox, become };
}

async function makeCut(ana: BenchMember): Promise<{ projectId: string; vibeId: string; cutId: string }> {
  const projectId = await makeProject(ana, 'Durable');
  const [vibeId, cutId] = [newId(), newId()];
  await ana.command('vibe.create', { id: vibeId, projectId, name: 'Vibe' });
  await ana.command('cut.create', { id: cutId, vibeId, name: 'Cut' });
  return { projectId, vibeId, cutId };
}

/** The price of losing nothing in a power cut, on the client and on the server. */
export async function benchSynchronous(folder: string): Promise<Row[]> {
  const client = (synchronous: 'FULL' | 'NORMAL') => {
    const path = join(folder, `outbox-${synchronous}.sqlite`);
    openOutboxStore({ path, log: silentLog, onDamage: () => {} }).close();
    return timed(() => writeRows(path, synchronous));
  };
  const [fullClient, normalClient] = [await client('FULL'), await client('NORMAL')];
  const [fullServer, normalServer] = [await runCommands(folder, 'FULL'), await runCommands(folder, 'NORMAL')];
  const bare = bareInserts(join(folder, 'bare.sqlite'), 'FULL', commands);
  const beside = (what: string, full: number, other: number, words: string): Row => ({
    what,
    ours: perSecond(commands, full),
    floor: `${perSecond(commands, other)} (${words})`,
    ratio: times(full / other),
    goal: '–',
    met: null,
  });
  return [
    beside('rows into the outbox, synchronous=FULL', fullClient, normalClient, 'NORMAL'),
    beside('commands through the server’s core, synchronous=FULL', fullServer, normalServer, 'NORMAL'),
    beside('commands through the server’s core, with the log', fullServer, bare, 'bare synced inserts'),
  ];
}

function writeRows(path: string, synchronous: 'FULL' | 'NORMAL'): void {
  const store = openOutboxStore({ path, log: silentLog, onDamage: () => {}, synchronous });
  for (let rank = 1; rank <= commands; rank++) {
    const operation = { operationId: newId(), kind: 'comment.create', payload: { text }, projectId: 'p' };
    const row: OutboxRow = { rank, operation: { ...operation, createdAt: 1, state: { kind: 'queued' } } };
    store.write({ put: [row] });
  }
  store.close();
}

/** Comments in a band of two, so each makes its event, an activity and a notification. No HTTP. */
async function runCommands(folder: string, synchronous: 'FULL' | 'NORMAL'): Promise<number> {
  const db = await openDatabase(join(folder, `server-${synchronous}.sqlite`));
  try {
    await sql.raw(`pragma synchronous = ${synchronous}`).execute(db);
    const at = new Date().toISOString();
    const [ana, ben] = ['ana', 'ben'].map(
      (name): Actor => ({ id: newId(), name, email: `${name}@bench.example`, avatarUrl: null }),
    ) as [Actor, Actor];
    for (const { id, name, email } of [ana, ben]) {
      const plain = { emailVerified: 0, image: null, role: 'MEMBER' as const, createdAt: at, updatedAt: at };
      await db
        .insertInto('user')
        .values({ id, name, email, ...plain })
        .execute();
    }
    const dispatcher = openDispatcher(db);
    const [projectId, vibeId, cutId] = [newId(), newId(), newId()];
    const setUp = [
      { kind: 'project.create', payload: { id: projectId, name: 'P' } },
      { kind: 'vibe.create', payload: { id: vibeId, projectId, name: 'V' } },
      { kind: 'cut.create', payload: { id: cutId, vibeId, name: 'C' } },
    ] as const;
    for (const command of setUp) await dispatcher.dispatch(ana, newId(), command);
    await db
      .insertInto('member')
      .values({ projectId, userId: ben.id, role: 'MEMBER', joinedAt: at })
      .execute();
    return await timed(async () => {
      for (let index = 0; index < commands; index++) {
        const payload = { id: newId(), cutId, text, timestamp: index % 200 };
        const answer = await dispatcher.dispatch(ben, newId(), { kind: 'comment.create', payload });
        if (!answer.ok) throw new Error(answer.message);
      }
    });
  } finally {
    await db.destroy();
  }
}
