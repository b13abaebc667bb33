import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { systemEnvironment } from '../../common/environment.ts';
import { newId } from '../../common/new-id.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import type { Command } from '../../protocol/wire/command.ts';
import { createDispatcher } from '../../server/commands/dispatcher.ts';
import type { Actor } from '../../server/commands/handler.ts';
import { handlers } from '../../server/commands/handlers.ts';
import { createInvitationToken } from '../../server/commands/invitation-token.ts';
import { chunksOf } from '../../server/db/chunks.ts';
import { openDatabase } from '../../server/db/open-database.ts';
import type { Database } from '../../server/db/schema.ts';
import { notifyPage, readBulkIds } from '../../server/notifications/bulk-notifications.ts';
import { mostNotifiedAtOnce } from '../../server/notifications/notify.ts';
import { copyTemplate, hasPostgres, makeTemplate, startLastingPostgres } from '../helpers/postgres.ts';
import { median } from './meter.ts';
import { milliseconds, type Row, times } from './report.ts';

const sizes = [2, 200, 1_000, 2_000];
const rounds = 7;
const peopleOfPage = 100;

type Figures = { milliseconds: number; statements: number };
/** `page`: the longest of those that follow the command; null if none does. */
type Measured = { command: Figures; page: Figures | null; pages: number };

/**
 * New songs and messages in projects of up to 2,000 members: the transaction of the command, if it notifies everybody and if
 * it leaves that to pages after it, turn about in one run.
 */
export async function benchLargeProjects(folder: string): Promise<Row[]> {
  const rows = await benchDatabase('SQLite', join(folder, 'large.sqlite'));
  if (!hasPostgres) return rows;
  const postgres = await startLastingPostgres();
  // Neither PostgreSQL nor an idle connection keeps this process alive.
  const awake = setInterval(() => {}, 1_000);
  try {
    await makeTemplate(postgres);
    return [...rows, ...(await benchDatabase('PostgreSQL', await copyTemplate(postgres)))];
  } finally {
    await postgres.end();
    clearInterval(awake);
  }
}

async function benchDatabase(name: string, place: string): Promise<Row[]> {
  let statements = 0;
  const onStatement = () => {
    statements += 1;
  };
  const db = await openDatabase(place, { onStatement });
  const measure = async (task: () => Promise<unknown>): Promise<Figures> => {
    const [begun, before] = [performance.now(), statements];
    await task();
    return { milliseconds: performance.now() - begun, statements: statements - before };
  };
  try {
    const people = await makePeople(db, sizes.at(-1) ?? 0);
    const rows: Row[] = [];
    for (const size of sizes) rows.push(...(await benchSize(db, name, people.slice(0, size), measure)));
    return rows;
  } finally {
    await db.destroy();
  }
}

async function makePeople(db: Kysely<Database>, count: number): Promise<Actor[]> {
  const people = Array.from({ length: count }, (_, index): Actor => {
    const id = newId();
    return { id, name: `Singer ${index}`, avatarUrl: null, email: `${id}@example.com` };
  });
  const at = new Date().toISOString();
  const rows = people.map(({ id, name, email }) => ({
    ...{ id, name, email, emailVerified: 1, image: null, createdAt: at, updatedAt: at },
    role: 'MEMBER' as const,
  }));
  for (const chunk of chunksOf(rows)) await db.insertInto('user').values(chunk).execute();
  return people;
}

async function benchSize(
  db: Kysely<Database>,
  database: string,
  people: readonly Actor[],
  measure: (task: () => Promise<unknown>) => Promise<Figures>,
): Promise<Row[]> {
  const [owner, ...others] = people as [Actor, ...Actor[]];
  const open = (most: number) =>
    createDispatcher({
      ...{ db, handlers, queue: createSerialQueue(), publicUrl: () => '', environment: systemEnvironment },
      ...{ invitationToken: createInvitationToken('secret'), mostNotifiedAtOnce: most },
    });
  const dispatchers = { before: open(1_000_000), after: open(mostNotifiedAtOnce) };
  const run = async (how: keyof typeof dispatchers, command: Command) => {
    const answer = await dispatchers[how].dispatch(owner, newId(), command);
    if (!answer.ok) throw new Error(answer.message);
  };
  const [projectId, vibeId] = [newId(), newId()];
  await run('after', { kind: 'project.create', payload: { id: projectId, name: 'Choir' } });
  await run('after', { kind: 'vibe.create', payload: { id: vibeId, projectId, name: 'Song' } });
  const joinedAt = new Date().toISOString();
  const members = others.map(({ id }) => ({ projectId, userId: id, role: 'MEMBER' as const, joinedAt }));
  for (const chunk of chunksOf(members)) await db.insertInto('member').values(chunk).execute();

  async function once(how: keyof typeof dispatchers, command: Command): Promise<Measured> {
    const figures = await measure(() => run(how, command));
    const pages: Figures[] = [];
    for (let [id] = await readBulkIds(db); id; [id] = await readBulkIds(db)) {
      const row = id;
      pages.push(
        await measure(() =>
          dispatchers.after.record(async (context) => (await notifyPage(context, row, peopleOfPage)).events),
        ),
      );
    }
    return { command: figures, page: longest(pages), pages: pages.length };
  }

  const kinds: [what: string, command: () => Command][] = [
    ['a new song', () => ({ kind: 'cut.create', payload: { id: newId(), vibeId, name: 'Mix' } })],
    [
      'a message in the room',
      () => ({ kind: 'room.send', payload: { id: newId(), projectId, text: 'We begin at four.' } }),
    ],
  ];
  const rows: Row[] = [];
  for (const [what, command] of kinds) {
    const measured = { before: [] as Measured[], after: [] as Measured[] };
    for (let round = 0; round < rounds; round++) {
      for (const how of ['before', 'after'] as const) measured[how].push(await once(how, command()));
    }
    rows.push(rowOf(`${what}, ${people.length} members, ${database}`, measured));
  }
  const [deleting, restoring]: [Figures[], Figures[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    // Everybody is notified of something that the deletion takes back.
    await run('before', { kind: 'cut.create', payload: { id: newId(), vibeId, name: 'Mix' } });
    const payload = { id: projectId };
    deleting.push(await measure(() => run('after', { kind: 'project.delete', payload })));
    restoring.push(await measure(() => run('after', { kind: 'project.restore', payload })));
  }
  for (const [what, figures] of [
    ['deleting the project', deleting],
    ['restoring it', restoring],
  ] as const)
    rows.push({
      what: `${what}, ${people.length} members, ${database}`,
      ours: `${milliseconds(median(figures.map((one) => one.milliseconds)))}, ${figures.at(-1)?.statements} statements`,
      ...{ floor: '–', ratio: '–', goal: '–', met: null },
    });
  return rows;
}

function rowOf(what: string, { before, after }: { before: Measured[]; after: Measured[] }): Row {
  const typical = (all: Measured[]) => median(all.map(({ command }) => command.milliseconds));
  const [last, lastBefore] = [after.at(-1), before.at(-1)];
  const pageTimes = after.flatMap(({ page }) => page?.milliseconds ?? []);
  const pages =
    pageTimes.length === 0
      ? ''
      : `; then ${last?.pages} pages, the longest ${milliseconds(median(pageTimes))}`;
  return {
    what,
    ours: `${milliseconds(typical(after))}, ${last?.command.statements} statements${pages}`,
    floor: `${milliseconds(typical(before))}, ${lastBefore?.command.statements} statements (all at once)`,
    ratio: times(typical(after) / typical(before)),
    ...{ goal: '–', met: null },
  };
}

function longest(pages: Figures[]): Figures | null {
  return pages.reduce<Figures | null>(
    (most, page) => (most === null || page.milliseconds > most.milliseconds ? page : most),
    null,
  );
}
