import { join } from 'node:path';
import type { Kysely } from 'kysely';
import pino from 'pino';
import { expect, test } from 'vitest';
import { createAuditNotes } from '../../../server/audit/audit-notes.ts';
import { csvCell, exportEntries } from '../../../server/audit/export-entries.ts';
import { type AuditFilter, readEntries } from '../../../server/audit/read-entries.ts';
import { type AuditAct, operator, record } from '../../../server/audit/record.ts';
import { removeOldEntries } from '../../../server/audit/remove-old-entries.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import type { Database } from '../../../server/db/schema.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';

const ana = {
  id: 'ana-id',
  email: 'Ana@Example.com',
  from: { address: '192.0.2.1', device: 'Firefox on Linux' },
};
const log = pino({ level: 'silent' });

async function openLog(): Promise<Kysely<Database>> {
  const db = await openDatabase(join(await temporaryFolder(), 'test.sqlite'));
  disposeLater(() => db.destroy());
  return db;
}

async function add(db: Kysely<Database>, now: string, act: AuditAct, actor = ana as typeof operator) {
  await record({ tx: db, now, actor }, act);
}

const numbersOf = async (db: Kysely<Database>, filter: AuditFilter) =>
  (await readEntries(db, filter)).entries.map(({ number }) => number);

test('filters by person, kind, address, project and time, newest first and page by page', async () => {
  const db = await openLog();
  await add(db, '2026-01-01T00:00:00.000Z', { kind: 'sign-in' });
  await add(db, '2026-01-02T00:00:00.000Z', { kind: 'project.deleted', projectId: 'p' });
  await add(
    db,
    '2026-01-03T00:00:00.000Z',
    { kind: 'account.disabled', subject: { id: 'ana-id', name: 'ana@example.com' } },
    operator,
  );
  await add(
    db,
    '2026-01-04T00:00:00.000Z',
    { kind: 'sign-in' },
    { ...ana, id: 'bo-id', email: 'bo@example.com' },
  );
  expect(await numbersOf(db, {})).toEqual([4, 3, 2, 1]);
  expect(await numbersOf(db, { person: 'ana-id' })).toEqual([3, 2, 1]);
  expect(await numbersOf(db, { person: 'ANA@example.com' })).toEqual([3, 2, 1]);
  expect(await numbersOf(db, { person: 'operator' })).toEqual([3]);
  expect(await numbersOf(db, { kinds: ['sign-in', 'project.deleted'] })).toEqual([4, 2, 1]);
  expect(await numbersOf(db, { address: '192.0.2.1' })).toEqual([4, 2, 1]);
  expect(await numbersOf(db, { projectId: 'p' })).toEqual([2]);
  expect(
    await numbersOf(db, { from: '2026-01-02T00:00:00.000Z', until: '2026-01-04T00:00:00.000Z' }),
  ).toEqual([3, 2]);
  const first = await readEntries(db, {}, { limit: 3 });
  expect(first.next).toBe(2);
  const second = await readEntries(db, {}, { limit: 3, before: first.next ?? undefined });
  expect(second).toMatchObject({ entries: [{ number: 1 }], next: null });
});

test('never changes an entry, and removes only the oldest ones', async () => {
  const db = await openLog();
  for (let day = 1; day <= 9; day += 1) await add(db, `2026-01-0${day}T00:00:00.000Z`, { kind: 'sign-in' });
  await expect(db.updateTable('auditEntry').set({ actor: 'bo' }).execute()).rejects.toThrow('never changes');
  await expect(db.deleteFrom('auditEntry').where('number', '=', 5).execute()).rejects.toThrow('oldest');
  await removeOldEntries(db, new Date('2026-01-04T00:00:00.000Z'), new AbortController().signal);
  expect(await numbersOf(db, {})).toEqual([9, 8, 7, 6, 5, 4]);
});

test('an act that is rolled back leaves no entry', async () => {
  const db = await openLog();
  const failing = db.transaction().execute(async (tx) => {
    await record({ tx, now: '2026-01-01T00:00:00.000Z', actor: operator }, { kind: 'account.deleted' });
    throw new Error('The disk broke.');
  });
  await expect(failing).rejects.toThrow('The disk broke.');
  expect(await numbersOf(db, {})).toEqual([]);
});

test('a flood of failed sign-ins is counted, not written', async () => {
  const db = await openLog();
  const clock = createMovedClock();
  const notes = createAuditNotes({ db, clock, log });
  for (let attempt = 0; attempt < 100_000; attempt += 1) {
    const from = { address: `10.0.${attempt % 200}.${attempt % 7}`, device: 'Unknown device' };
    notes.note({ kind: 'sign-in.failed' }, { id: null, email: `person${attempt}@example.com`, from });
  }
  notes.note({ kind: 'share.opened', subject: { id: 's', name: 'Mix.wav' } }, { id: null, email: '' });
  clock.advance(60 * 60 * 1000);
  await notes.close();
  const rows = await db.selectFrom('auditEntry').select(['kind', 'count']).execute();
  const failed = rows.filter(({ kind }) => kind === 'sign-in.failed');
  expect(failed.length).toBeLessThanOrEqual(401);
  expect(failed.reduce((sum, { count }) => sum + count, 0)).toBe(100_000);
  expect(rows.filter(({ kind }) => kind === 'share.opened')).toHaveLength(1);
});

test('one address gets twenty entries an hour and a sum, and starts again in the next hour', async () => {
  const db = await openLog();
  const clock = createMovedClock();
  const notes = createAuditNotes({ db, clock, log });
  for (let attempt = 0; attempt < 50; attempt += 1) notes.note({ kind: 'sign-in.failed' }, ana);
  clock.advance(60 * 60 * 1000);
  notes.note({ kind: 'sign-in.failed' }, ana);
  await notes.close();
  const counts = (await readEntries(db, {})).entries.map(({ count }) => count);
  expect(counts).toEqual([1, 30, ...Array<number>(20).fill(1)]);
});

test('entries that can’t be written neither fail nor hold up the act', async () => {
  const db = await openDatabase(join(await temporaryFolder(), 'test.sqlite'));
  await db.destroy();
  const notes = createAuditNotes({ db, clock: createMovedClock(), log });
  expect(() => notes.note({ kind: 'sign-in.failed' }, ana)).not.toThrow();
  await notes.close();
});

test('exports more than a page as JSON lines and as CSV that no spreadsheet runs', async () => {
  const db = await openLog();
  const name = '=HYPERLINK("http://evil.example")';
  await add(db, '2026-01-01T00:00:00.000Z', { kind: 'project.deleted', subject: { id: 'p', name } });
  for (let number = 2; number <= 1_201; number += 1) {
    await add(db, '2026-01-02T00:00:00.000Z', { kind: 'sign-in' });
  }
  const textOf = async (format: 'jsonl' | 'csv') => {
    let text = '';
    for await (const page of exportEntries((before) => readEntries(db, {}, { before, limit: 500 }), format))
      text += page;
    return text;
  };
  const lines = (await textOf('jsonl'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ number }) => number)).toEqual(
    Array.from({ length: 1_201 }, (_, index) => 1_201 - index),
  );
  expect(lines.at(-1)).toMatchObject({ kind: 'project.deleted', act: 'Deleted a project', subject: name });
  const csv = (await textOf('csv')).trimEnd().split('\r\n');
  expect(csv).toHaveLength(1_202);
  expect(csv[0]?.startsWith('number,at,act,kind,actor,')).toBe(true);
  expect(csv.at(-1)).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\tx', '\r=1', '＝1'])('guards the cell %j', (cell) => {
  expect(csvCell(cell)).toBe(`"'${cell}"`);
});
