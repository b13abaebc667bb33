import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { systemEnvironment } from '../../../common/environment.ts';
import { newId } from '../../../common/new-id.ts';
import { createSerialQueue } from '../../../common/serial-queue.ts';
import type { Command } from '../../../protocol/wire/command.ts';
import { projectTopic, userTopic } from '../../../protocol/wire/topic.ts';
import { type Commit, createDispatcher } from '../../../server/commands/dispatcher.ts';
import { mostTogether } from '../../../server/commands/group-commit.ts';
import type { Actor } from '../../../server/commands/handler.ts';
import { type Handlers, handlers } from '../../../server/commands/handlers.ts';
import { createInvitationToken } from '../../../server/commands/invitation-token.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import type { Database } from '../../../server/db/schema.ts';
import { type AppendedEvent, readHead, readLog } from '../../../server/events/log.ts';
import { failure } from '../../../server/failure.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

const actor: Actor = { id: newId(), name: 'Ada', avatarUrl: null, email: 'ada@example.com' };

async function insertUser(db: Kysely<Database>, { id, name, email }: Actor): Promise<void> {
  const now = new Date().toISOString();
  await db
    .insertInto('user')
    .values({
      ...{ id, name, email, emailVerified: 0, image: null, role: 'MEMBER' },
      ...{ createdAt: now, updatedAt: now },
    })
    .execute();
}

/** A dispatcher on a database of its own with a project in it; `poked` collects the pokes for sockets. */
async function assemble(overrides: Partial<Handlers> = {}) {
  const file = join(await temporaryFolder(), 'test.sqlite');
  const db = await openDatabase(file);
  disposeLater(() => db.destroy());
  await insertUser(db, actor);
  // Another connection sees only what has been committed.
  const onlooker = new SQLite(file, { readonly: true });
  disposeLater(() => onlooker.close());
  const isCommitted = ({ position: { topic, seq } }: AppendedEvent) =>
    onlooker.prepare('select 1 from event where topic = ? and seq = ?').get(topic, seq) !== undefined;
  const poked: (Commit & { areCommitted: boolean })[] = [];
  const unstored: unknown[] = [];
  const dispatcher = createDispatcher({
    db,
    queue: createSerialQueue(),
    handlers: { ...handlers, ...overrides },
    publicUrl: () => 'http://band.example',
    invitationToken: createInvitationToken('secret'),
    environment: systemEnvironment,
    onUnstored: (error) => unstored.push(error),
  });
  dispatcher.onCommitted((commit) =>
    poked.push({ ...commit, areCommitted: commit.events.every(isCommitted) }),
  );
  const projectId = newId();
  const made = await dispatcher.dispatch(actor, newId(), {
    kind: 'project.create',
    payload: { id: projectId, name: 'LP' },
  });
  expect(made.ok).toBe(true);
  poked.length = 0;
  return { db, dispatcher, projectId, poked, unstored };
}

const createVibe = (projectId: string, id = newId()): Command => ({
  kind: 'vibe.create',
  payload: { id, projectId, name: 'Idea' },
});

const countVibes = async (db: Kysely<Database>) =>
  (await db.selectFrom('vibe').select('id').execute()).length;

test('a failure rolls back all that the handler did, pokes no one, and is the stored answer', async () => {
  let calls = 0;
  const { db, dispatcher, projectId, poked } = await assemble({
    'vibe.create': async (context, payload) => {
      calls += 1;
      const handled = await handlers['vibe.create'](context, payload);
      expect(handled.ok).toBe(true);
      return failure('conflict', 'Changed its mind.');
    },
  });
  const operationId = newId();
  const command = createVibe(projectId);
  const refused = { ok: false, kind: 'conflict', message: 'Changed its mind.' };
  expect(await dispatcher.dispatch(actor, operationId, command)).toEqual(refused);
  const callsOfFirst = calls;
  expect(await dispatcher.dispatch(actor, operationId, command)).toEqual(refused);
  expect(calls).toBe(callsOfFirst);
  expect(await countVibes(db)).toBe(0);
  expect(await readHead(db, projectTopic(projectId))).toBe(0);
  expect(poked.flatMap(({ events }) => events)).toEqual([]);
});

test.each(['internal', 'no-space', 'rate-limited', 'incomplete', 'hash-mismatch', 'size-mismatch'] as const)(
  'a temporary failure (%s) is not stored: the same operation may succeed later',
  async (kind) => {
    let isBroken = true;
    const { db, dispatcher, projectId } = await assemble({
      'vibe.create': (context, payload) =>
        isBroken ? Promise.resolve(failure(kind, 'Later.')) : handlers['vibe.create'](context, payload),
    });
    const operationId = newId();
    const command = createVibe(projectId);
    expect(await dispatcher.dispatch(actor, operationId, command)).toMatchObject({ ok: false, kind });
    isBroken = false;
    expect(await dispatcher.dispatch(actor, operationId, command)).toMatchObject({ ok: true });
    expect(await countVibes(db)).toBe(1);
  },
);

test('a bug rejects and leaves nothing behind, and the next command goes through', async () => {
  let isBroken = true;
  const { db, dispatcher, projectId, poked } = await assemble({
    'vibe.create': async (context, payload) => {
      const handled = await handlers['vibe.create'](context, payload);
      if (isBroken) throw new TypeError('a bug');
      return handled;
    },
  });
  const operationId = newId();
  const command = createVibe(projectId);
  await expect(dispatcher.dispatch(actor, operationId, command)).rejects.toThrow('a bug');
  expect(await countVibes(db)).toBe(0);
  expect(poked).toEqual([]);
  isBroken = false;
  expect(await dispatcher.dispatch(actor, operationId, command)).toMatchObject({ ok: true });
});

test.each([
  ['a full disk', 'SQLITE_FULL', 'no-space'],
  ['a database that is away', 'ECONNREFUSED', 'unavailable'],
] as const)('%s is answered as such, is reported, and leaves nothing behind', async (_what, code, kind) => {
  const broken = Object.assign(new Error('It can’t be stored'), { code });
  const { db, dispatcher, projectId, unstored } = await assemble({
    'vibe.create': async (context, payload) => {
      await handlers['vibe.create'](context, payload);
      throw broken;
    },
  });
  const outcome = await dispatcher.dispatch(actor, newId(), createVibe(projectId));
  expect(outcome).toMatchObject({ ok: false, kind });
  expect(unstored).toEqual([broken]);
  expect(await countVibes(db)).toBe(0);
});

test('sockets are poked once, after the commit, and not when an answer is repeated', async () => {
  const { db, dispatcher, projectId, poked } = await assemble();
  const operationId = newId();
  const command = createVibe(projectId);
  const first = await dispatcher.dispatch(actor, operationId, command);
  expect(poked.map(({ areCommitted }) => areCommitted)).toEqual([true]);
  expect(await dispatcher.dispatch(actor, operationId, command)).toEqual(first);
  const events = poked.flatMap((one) => one.events);
  expect(events.map(({ event, position }) => [event.name, position.seq])).toEqual([
    ['vibe:created', 1],
    ['activity:new', 2],
  ]);
  expect(await countVibes(db)).toBe(1);
});

test('many commands at once are numbered without a gap and poked in order', async () => {
  const { db, dispatcher, projectId, poked } = await assemble();
  const topic = projectTopic(projectId);
  const outcomes = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      dispatcher.dispatch(actor, newId(), createVibe(index % 10 === 9 ? newId() : projectId)),
    ),
  );
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(180);
  const told = poked.flatMap(({ events }) => events).map(({ position }) => position.seq);
  expect(told).toEqual(Array.from({ length: 360 }, (_, index) => index + 1));
  const log = await readLog(db, { topic, since: 0, limit: 500 });
  if ('reset' in log) throw new Error('The log was reset');
  expect(log.events.map(({ seq }) => seq)).toEqual(told);
  const vibes = await db.selectFrom('vibe').select('rank').orderBy('rank').execute();
  expect(vibes.map(({ rank }) => rank)).toEqual(Array.from({ length: 180 }, (_, index) => index));
});

test('a change that is not a command is handled in the same way', async () => {
  const { dispatcher, projectId, poked } = await assemble();
  const operation = { id: newId(), kind: 'upload.commit' };
  const run = () =>
    dispatcher.execute(actor, operation, (context) =>
      handlers['vibe.create'](context, { id: newId(), projectId, name: 'By execute' }),
    );
  const first = await run();
  expect(first).toMatchObject({ ok: true, data: { name: 'By execute' } });
  expect(await run()).toEqual(first);
  expect(poked.flatMap(({ events }) => events)).toHaveLength(2);
  const other = { ...operation, kind: 'another' };
  const clash = await dispatcher.execute(actor, other, async () => failure('internal', 'not reached'));
  expect(clash).toMatchObject({ ok: false, kind: 'conflict' });
});

test('a fact of the server is written, numbered, appended and poked like a command, with no actor', async () => {
  const { db, dispatcher, projectId, poked } = await assemble();
  const topic = projectTopic(projectId);
  const vibe = dispatcher.dispatch(actor, newId(), createVibe(projectId));
  const recorded = dispatcher.record(async ({ tx, now }) => {
    // The command that came first is already done.
    expect(await countVibes(tx)).toBe(1);
    await tx.updateTable('project').set({ description: now }).where('id', '=', projectId).execute();
    const payload = { id: projectId, name: 'LP', description: now, imageUrl: null };
    return [{ topic, event: { name: 'project:updated', payload } }];
  });
  expect(await recorded).toEqual([{ topic, seq: 3 }]);
  expect(await vibe).toMatchObject({ ok: true });
  const { events, changes, areCommitted } = poked.at(-1) ?? {};
  expect({ names: events?.map(({ event }) => event.name), changes, areCommitted }).toEqual({
    names: ['project:updated'],
    changes: [],
    areCommitted: true,
  });
  const log = await readLog(db, { topic, since: 2, limit: 10 });
  expect(log).toMatchObject({ events: [{ seq: 3, name: 'project:updated' }] });
  const { count } = await db
    .selectFrom('activity')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  expect(count).toBe(1);
});

test('a fact without events appends nothing; one that fails leaves nothing behind', async () => {
  const { db, dispatcher, projectId, poked } = await assemble();
  const topic = projectTopic(projectId);
  expect(await dispatcher.record(async () => [])).toEqual([]);
  const failing = dispatcher.record(async ({ tx }) => {
    await tx.updateTable('project').set({ name: 'Half' }).where('id', '=', projectId).execute();
    throw new TypeError('a bug');
  });
  await expect(failing).rejects.toThrow('a bug');
  const project = await db.selectFrom('project').select('name').executeTakeFirstOrThrow();
  expect(project.name).toBe('LP');
  expect(poked).toEqual([]);
  expect(await readHead(db, topic)).toBe(0);
});

test('a fact that something was deleted withdraws the notifications about it', async () => {
  const { db, dispatcher, projectId, poked } = await assemble();
  const cutId = newId();
  const row = { userId: actor.id, id: newId(), projectId, cutId, body: '{}' };
  await db
    .insertInto('notification')
    .values({ ...row, fileId: null, commentId: null, replyId: null })
    .execute();
  const topic = projectTopic(projectId);
  await dispatcher.record(async () => [{ topic, event: { name: 'cut:deleted', payload: { cutId } } }]);
  expect(poked.flatMap(({ events }) => events).map(({ event }) => event.name)).toEqual([
    'cut:deleted',
    'notifications:withdrawn',
  ]);
  expect(await db.selectFrom('notification').selectAll().execute()).toEqual([]);
});

test('activities come after the other events and are stored as they were sent', async () => {
  const { db, dispatcher, projectId, poked } = await assemble();
  const vibeId = newId();
  await dispatcher.dispatch(actor, newId(), createVibe(projectId, vibeId));
  for (const name of ['One', 'Two']) {
    const payload = { id: newId(), vibeId, name };
    await dispatcher.dispatch(actor, newId(), { kind: 'cut.create', payload });
  }
  poked.length = 0;
  await dispatcher.dispatch(actor, newId(), { kind: 'vibe.delete', payload: { id: vibeId } });
  const events = poked.flatMap((one) => one.events.map(({ event }) => event));
  expect(events.map(({ name }) => name)).toEqual([
    'cut:deleted',
    'cut:deleted',
    'vibe:deleted',
    'activity:new',
    'activity:new',
    'activity:new',
  ]);
  const stored = await db.selectFrom('activity').select('body').orderBy('id').execute();
  const sent = events.filter(({ name }) => name === 'activity:new').map(({ payload }) => payload);
  expect(stored.slice(-3).map(({ body }) => JSON.parse(body))).toEqual(sent);
});

test('thousands of events of one command are numbered and stored', async () => {
  const { db, dispatcher, projectId, poked } = await assemble();
  const vibeId = newId();
  await dispatcher.dispatch(actor, newId(), createVibe(projectId, vibeId));
  const cuts = Array.from({ length: 2500 }, (_, rank) => ({
    id: newId(),
    vibeId,
    projectId,
    name: `Take ${rank}`,
    rank,
    createdAt: new Date().toISOString(),
    createdBy: actor.id,
  }));
  for (let start = 0; start < cuts.length; start += 500) {
    await db
      .insertInto('cut')
      .values(cuts.slice(start, start + 500))
      .execute();
  }
  poked.length = 0;
  await dispatcher.dispatch(actor, newId(), { kind: 'vibe.delete', payload: { id: vibeId } });
  const told = poked.flatMap(({ events }) => events).map(({ position }) => position.seq);
  expect(told).toEqual(Array.from({ length: 5002 }, (_, index) => index + 3));
  expect(await readHead(db, projectTopic(projectId))).toBe(5004);
  const { count } = await db
    .selectFrom('event')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('topic', '=', projectTopic(projectId))
    .executeTakeFirstOrThrow();
  expect(count).toBe(5004);
});

test('a change waits for a few of another person’s hundreds, not for all of them', async () => {
  const { db, dispatcher, projectId } = await assemble();
  const ben: Actor = { ...actor, id: newId(), name: 'Ben', email: 'ben@example.com' };
  const now = new Date().toISOString();
  await db
    .insertInto('user')
    .values({
      ...{ id: ben.id, name: ben.name, email: ben.email, emailVerified: 0, image: null, role: 'MEMBER' },
      ...{ createdAt: now, updatedAt: now },
    })
    .execute();
  const flood = Array.from({ length: 300 }, () => dispatcher.dispatch(actor, newId(), createVibe(projectId)));
  const made = await dispatcher.dispatch(ben, newId(), {
    kind: 'project.create',
    payload: { id: newId(), name: 'EP' },
  });
  expect(made.ok).toBe(true);
  expect(await countVibes(db)).toBeLessThan(3 * mostTogether);
  const order = await Promise.all(flood);
  expect(order.every(({ ok }) => ok)).toBe(true);
  // Those of one person keep their order.
  const vibes = await db.selectFrom('vibe').select('id').orderBy('rank').execute();
  expect(vibes.map(({ id }) => id)).toEqual(
    order.map((answer) => (answer.ok ? (answer.data as { id: string }).id : '')),
  );
});

test('a conversation is answered with the position after all that it contains', async () => {
  const { db, dispatcher, projectId } = await assemble();
  const bo: Actor = { id: newId(), name: 'Bo', avatarUrl: null, email: 'bo@example.com' };
  await insertUser(db, bo);
  const joinedAt = new Date().toISOString();
  await db.insertInto('member').values({ projectId, userId: bo.id, role: 'MEMBER', joinedAt }).execute();
  const conversationId = newId();
  const open: Command = { kind: 'conversation.open', payload: { id: conversationId, userId: bo.id } };
  await dispatcher.dispatch(actor, newId(), open);
  const [first, second] = [newId(), newId()];
  const send = (id: string): Command => ({
    kind: 'message.send',
    payload: { id, conversationId, text: 'Louder' },
  });
  // They wait together.
  const [, , answer] = await Promise.all([
    dispatcher.dispatch(actor, newId(), send(first)),
    dispatcher.dispatch(actor, newId(), send(second)),
    dispatcher.dispatch(bo, newId(), {
      kind: 'conversation.read',
      payload: { conversationId, upTo: first },
    }),
  ]);
  const seq = await readHead(db, userTopic(bo.id));
  expect(seq).toBeGreaterThan(0);
  expect(answer).toMatchObject({ ok: true, data: { unreadCount: 1, lastMessage: { id: second }, seq } });
});
