import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { projectTopic, type Topic } from '../../../protocol/wire/topic.ts';
import { forgetAnswers } from '../../../server/commands/operations.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { compactLog } from '../../../server/events/compact-log.ts';
import { readHead, readLog } from '../../../server/events/log.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import {
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  startServer,
  type TestServer,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { newCut, reserve, upload } from '../../helpers/uploads.ts';

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000);
const never = new AbortController().signal;

async function openLog() {
  const db = await openDatabase(join(await temporaryFolder(), 'test.sqlite'));
  disposeLater(() => db.destroy());
  return db;
}

/** Makes the log older by this many days, all of it or the rows of the condition. */
function age(server: TestServer, table: 'event' | 'operation', days: number, where = '1'): Promise<void> {
  return server.database.run(`update ${table} set at = ? where ${where}`, daysAgo(days).toISOString());
}

const count = (server: TestServer, table: string): Promise<number> =>
  server.database.value(`select count(*) from "${table}"`);

test('old events are removed from the beginning of a topic, the rest has no gap, and earlier positions are a reset', async () => {
  const days = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(days, fc.integer({ min: 0, max: 10 }), async (ages, headBefore) => {
      const db = await openLog();
      const topic: Topic = 'project:p';
      const head = headBefore + ages.length;
      await db.insertInto('topicHead').values({ topic, seq: head }).execute();
      const rows = ages.map((age, index) => ({
        topic,
        seq: headBefore + 1 + index,
        name: 'vibe:deleted',
        payload: '{"vibeId":"v"}',
        at: daysAgo(age).toISOString(),
      }));
      if (rows.length > 0) await db.insertInto('event').values(rows).execute();
      await compactLog(db, daysAgo(29.5), never);
      const newer = ages.findIndex((age) => age < 30);
      const floor = headBefore + (newer === -1 ? ages.length : newer);
      expect(await readHead(db, topic)).toBe(head);
      for (let since = 0; since <= head; since += 1) {
        const answer = await readLog(db, { topic, since, limit: 500 });
        expect(answer.head).toBe(head);
        if (since < floor) expect(answer).toHaveProperty('reset', true);
        else {
          const seqs = 'events' in answer ? answer.events.map(({ seq }) => seq) : null;
          expect(seqs).toEqual(Array.from({ length: head - since }, (_, index) => since + 1 + index));
        }
      }
    }),
    { numRuns: 30 },
  );
});

test('thousands of old events are removed in batches, those of other topics stay', async () => {
  const db = await openLog();
  const row = (topic: string, seq: number, days: number) => ({
    topic,
    seq,
    name: 'vibe:deleted',
    payload: '{"vibeId":"v"}',
    at: daysAgo(days).toISOString(),
  });
  const rows = [
    ...Array.from({ length: 1700 }, (_, index) => row('project:old', index + 1, 40)),
    row('project:old', 1701, 1),
    row('project:new', 1, 1),
  ];
  await db
    .insertInto('topicHead')
    .values([
      { topic: 'project:old', seq: 1701 },
      { topic: 'project:new', seq: 1 },
    ])
    .execute();
  for (let start = 0; start < rows.length; start += 1000) {
    await db
      .insertInto('event')
      .values(rows.slice(start, start + 1000))
      .execute();
  }
  await compactLog(db, daysAgo(30), AbortSignal.abort());
  expect(await db.selectFrom('event').select('seq').execute()).toHaveLength(1702);
  await compactLog(db, daysAgo(30), never);
  const left = await db.selectFrom('event').select(['topic', 'seq']).orderBy('topic').execute();
  expect(left).toEqual([
    { topic: 'project:new', seq: 1 },
    { topic: 'project:old', seq: 1701 },
  ]);
});

test('a server sweeps its log; heads and joins stay right, and the next event follows', async () => {
  const server = await startServer({ eventDays: 7 });
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  for (const name of ['One', 'Two', 'Three']) {
    await ada.command('vibe.create', { id: newId(), projectId, name });
  }
  await age(server, 'event', 6);
  await server.restart();
  expect(await count(server, 'event')).toBe(7);
  await age(server, 'event', 8);
  await server.restart();
  await until(async () => (await count(server, 'event')) === 0, { what: 'the old events to go' });

  const topic = projectTopic(projectId);
  const sync = async (since: number) =>
    (await ada.request('GET', `/api/sync?topic=${topic}&since=${since}`)).body;
  expect(await sync(5)).toMatchObject({ reset: true, head: 6 });
  expect(await sync(6)).toMatchObject({ head: 6, events: [] });
  expect((await ada.request('GET', '/api/sync/heads')).body.heads).toMatchObject({ [topic]: 6 });
  expect(await joinProject(await connectSocket(server, ada), projectId)).toMatchObject({ ok: true, head: 6 });
  expect((await ada.request('GET', `/api/projects/${projectId}`)).body).toMatchObject({ seq: 6 });
  await ada.command('vibe.create', { id: newId(), projectId, name: 'Four' });
  expect((await sync(6)).events.map(({ seq }: { seq: number }) => seq)).toEqual([7, 8]);
});

test('an operation whose answer is no longer kept is not applied again, and is answered as done', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const bo = await registerUser(server, { name: 'Bo' });
  const projectId = await createProject(ada);
  const [id, other] = [newId(), newId()];
  await ada.command('vibe.create', { id, projectId, name: 'Idea' });
  const operationId = newId();
  await ada.command('vibe.update', { id, name: 'Old name' }, operationId);
  await ada.command('vibe.update', { id, name: 'New name' });
  await age(server, 'operation', 91);
  await server.restart();
  await until(async () => (await count(server, 'operation')) === 0, { what: 'the old answers to go' });

  const again = await ada.tryCommand('vibe.update', { id, name: 'Old name' }, operationId);
  expect(again).toEqual({ operationId, ok: true, result: null });
  const byRoute = await ada.request(
    'PUT',
    `/api/vibes/${id}`,
    { name: 'Old name' },
    { 'idempotency-key': operationId },
  );
  expect(byRoute).toMatchObject({ status: 409, body: { kind: 'conflict' } });
  const { body } = await ada.request('GET', `/api/projects/${projectId}`);
  expect(body.vibes).toMatchObject([{ id, name: 'New name' }]);

  // Another person's operation may have the same id.
  const foreign = await bo.tryCommand('project.create', { id: other, name: 'Mine' }, operationId);
  expect(foreign).toMatchObject({ ok: true, result: { id: other } });
});

test('an operation that was never sent is applied, however old its id is; one refused long ago is tried again', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const refused = newId();
  const create = { id: newId(), projectId: newId(), name: 'Idea' };
  expect(await ada.tryCommand('vibe.create', create, refused)).toMatchObject({ kind: 'not-found' });
  await age(server, 'operation', 91);
  await server.restart();
  await until(async () => (await count(server, 'operation')) === 0, { what: 'the old answers to go' });
  // An id from 2020.
  const old = '016f5e66-e800-7000-8000-000000000001';
  const never = { id: newId(), projectId, name: 'From an old outbox' };
  expect(await ada.tryCommand('vibe.create', never, old)).toMatchObject({
    ok: true,
    result: { id: never.id },
  });
  await ada.command('project.create', { id: create.projectId, name: 'Made since' });
  expect(await ada.tryCommand('vibe.create', create, refused)).toMatchObject({
    ok: true,
    result: { id: create.id },
  });
});

test('thousands of answers are forgotten in batches, and the sweep can stop between two', async () => {
  const db = await openLog();
  const operation = (index: number) => ({
    userId: 'ada',
    operationId: `${index}`,
    kind: 'vibe.create',
    digest: 'x',
    answer: JSON.stringify(
      index % 10 === 0 ? { ok: false, kind: 'invalid', message: '' } : { ok: true, data: {} },
    ),
    at: daysAgo(index < 1700 ? 91 : 89).toISOString(),
  });
  const rows = Array.from({ length: 1800 }, (_, index) => operation(index));
  for (const part of [rows.slice(0, 900), rows.slice(900)]) {
    await db.insertInto('operation').values(part).execute();
  }
  await forgetAnswers(db, daysAgo(90), AbortSignal.abort());
  expect(await db.selectFrom('operation').select('kind').execute()).toHaveLength(1800);
  await forgetAnswers(db, daysAgo(90), never);
  expect(await db.selectFrom('operation').select('kind').execute()).toHaveLength(100);
  expect(await db.selectFrom('spentOperation').select('key').execute()).toHaveLength(1530);
});

test('the key of an upload that was committed long ago never creates a second file', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const bytes = Buffer.from(
    `RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x44\xac\0\0\x88\x58\x01\0\x02\0\x10\0data\0\0\0\0`,
    'latin1',
  );
  const target = newCut(projectId);
  const uploadKey = newId();
  const done = await upload({ server, user: ada }, bytes, target, { uploadKey });
  const gone = await createProject(ada, [], 'To be deleted');
  await upload({ server, user: ada }, bytes, newCut(gone));
  await ada.command('project.delete', { id: gone });
  // As when it can no longer be restored.
  await server.database.run('delete from project where id = ?', gone);
  const longAgo = daysAgo(1000).toISOString();
  await server.database.run('update upload set createdAt = ?, updatedAt = ?', longAgo, longAgo);
  await age(server, 'operation', 1000);
  await server.restart();
  await until(async () => (await count(server, 'operation')) === 0 && (await count(server, 'upload')) === 1, {
    what: 'what is old, and what belongs to the project that is gone, to go',
  });
  const again = await reserve(ada, bytes, target, { uploadKey });
  expect(again.body).toMatchObject({ state: 'committed', file: { id: done.file.id } });
});
