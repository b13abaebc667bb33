import { setTimeout as later } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { systemEnvironment } from '../../../common/environment.ts';
import { newId } from '../../../common/new-id.ts';
import type { Command } from '../../../protocol/wire/command.ts';
import type { Dispatcher } from '../../../server/commands/dispatcher.ts';
import type { Actor } from '../../../server/commands/handler.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import type { Database } from '../../../server/db/schema.ts';
import { readLog } from '../../../server/events/log.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { freshPostgresDatabase, hasPostgres, sharedPostgres, withClient } from '../../helpers/postgres.ts';
import { openDispatcher } from '../../helpers/server-parts.ts';

/** Two servers on one database, with these people in it. */
async function openNodes(names: string[]) {
  const url = await freshPostgresDatabase(await sharedPostgres());
  const open = async () => {
    const db = await openDatabase(url);
    disposeLater(() => db.destroy());
    return { db, dispatcher: openDispatcher(db) };
  };
  const nodes = [await open(), await open()] as const;
  const at = new Date(systemEnvironment.clock.now()).toISOString();
  const people = names.map(
    (name): Actor => ({ id: newId(), name, avatarUrl: null, email: `${name}@example.com` }),
  );
  const rows = people.map(({ id, name, email }) => ({
    ...{
      id,
      name,
      email,
      emailVerified: 1,
      image: null,
      role: 'MEMBER' as const,
      createdAt: at,
      updatedAt: at,
    },
  }));
  await nodes[0].db.insertInto('user').values(rows).execute();
  return { nodes, people, at };
}

const nodeOf = (nodes: readonly { dispatcher: Dispatcher }[], index: number) =>
  (nodes[index % nodes.length] as { dispatcher: Dispatcher }).dispatcher;

async function run(dispatcher: Dispatcher, actor: Actor, command: Command, operationId = newId()) {
  const answer = await dispatcher.dispatch(actor, operationId, command);
  if (!answer.ok) throw new Error(`${command.kind}: ${answer.kind}, ${answer.message}`);
  return answer;
}

/** A project of the first person, with all others as members, a vibe and a cut. */
async function makeProject(dispatcher: Dispatcher, db: Kysely<Database>, people: Actor[], at: string) {
  const [owner, ...others] = people as [Actor, ...Actor[]];
  const [id, vibeId, cutId] = [newId(), newId(), newId()];
  await run(dispatcher, owner, { kind: 'project.create', payload: { id, name: 'EP' } });
  const members = others.map(({ id: userId }) => ({
    projectId: id,
    userId,
    role: 'MEMBER' as const,
    joinedAt: at,
  }));
  await db.insertInto('member').values(members).execute();
  await run(dispatcher, owner, { kind: 'vibe.create', payload: { id: vibeId, projectId: id, name: 'Song' } });
  await run(dispatcher, owner, { kind: 'cut.create', payload: { id: cutId, vibeId, name: 'Mix' } });
  return { id, cutId };
}

/** Reads every topic over and over, as a client does, until `isOver`. A gap or a step back throws. */
async function follow(db: Kysely<Database>, isOver: () => boolean): Promise<void> {
  const seen = new Map<string, number>();
  while (!isOver()) {
    const rows = await db
      .selectFrom('event')
      .select(['topic', 'seq'])
      .orderBy('topic')
      .orderBy('seq')
      .execute();
    const heads = new Map<string, number>();
    for (const { topic, seq } of rows) {
      if (seq !== (heads.get(topic) ?? 0) + 1)
        throw new Error(`${topic} shows ${seq} after ${heads.get(topic)}`);
      heads.set(topic, seq);
    }
    for (const [topic, seq] of seen) if ((heads.get(topic) ?? 0) < seq) throw new Error(`${topic} went back`);
    for (const [topic, seq] of heads) seen.set(topic, seq);
  }
}

async function countDeadlocks(db: Kysely<Database>): Promise<number> {
  // A connection reports its figures once it has rested for a second.
  await later(1_200);
  const query = sql<{ deadlocks: number }>`
    select deadlocks from pg_stat_database where datname = current_database()`;
  return (await query.execute(db)).rows[0]?.deadlocks ?? Number.NaN;
}

describe.skipIf(!hasPostgres)('two servers on one PostgreSQL', () => {
  test('number what many people do at once without a gap, a double or a deadlock', async () => {
    const { nodes, people, at } = await openNodes(['ana', 'ben', 'cem', 'dua', 'eve', 'fay']);
    const [{ db, dispatcher }] = nodes;
    const projects = [];
    for (let index = 0; index < 3; index++) projects.push(await makeProject(dispatcher, db, people, at));
    let isOver = false;
    const following = follow(db, () => isOver);
    const told = nodes.map((node) => {
      const positions: string[] = [];
      node.dispatcher.onCommitted(({ events }) => {
        for (const { position } of events) positions.push(`${position.topic} ${position.seq}`);
      });
      return positions;
    });
    const names = people.map(({ name }) => `@${name}`).join(' ');
    const sent: Promise<unknown>[] = [];
    for (let round = 0; round < 6; round++) {
      for (const [index, actor] of people.entries()) {
        const node = nodes[(round + index) % 2] as (typeof nodes)[number];
        const { id, cutId } = projects[(round * 7 + index) % 3] as (typeof projects)[number];
        const text = `${round} ${names}`;
        // Mentions reach everybody, so that the transactions of both meet in the topics of all people.
        sent.push(
          run(node.dispatcher, actor, {
            ...{ kind: 'comment.create', payload: { id: newId(), cutId, text, timestamp: round } },
          }),
          run(node.dispatcher, actor, { kind: 'room.send', payload: { id: newId(), projectId: id, text } }),
        );
      }
    }
    await Promise.all(sent);
    isOver = true;
    await following;
    expect(await countDeadlocks(db)).toBe(0);
    const { comments } = await db
      .selectFrom('comment')
      .select((eb) => eb.fn.countAll<number>().as('comments'))
      .executeTakeFirstOrThrow();
    expect(comments).toBe(6 * people.length);
    const all = told.flat();
    expect(new Set(all).size).toBe(all.length);
    for (const { id } of projects) {
      const log = await readLog(db, { topic: `project:${id}`, since: 0, limit: 1000 });
      if (!('events' in log)) throw new Error('The log begins later.');
      expect(log.events.map(({ seq }) => seq)).toEqual(log.events.map((_, index) => index + 1));
      expect(log.events.length).toBe(log.head);
    }
  });

  test('answer the same operation once, however often both are sent it', async () => {
    const { nodes, people, at } = await openNodes(['ana', 'ben']);
    const [ana] = people as [Actor];
    const { cutId } = await makeProject(nodes[0].dispatcher, nodes[0].db, people, at);
    const command: Command = {
      ...{ kind: 'comment.create', payload: { id: newId(), cutId, text: 'Once', timestamp: 0 } },
    };
    const operationId = newId();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => run(nodeOf(nodes, index), ana, command, operationId)),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await nodes[0].db.selectFrom('comment').select('id').execute()).toHaveLength(1);
  });

  test('read and change a project one after the other, so that no two songs have one place', async () => {
    const { nodes, people, at } = await openNodes(['ana', 'ben', 'cem', 'dua']);
    const { id: projectId } = await makeProject(nodes[0].dispatcher, nodes[0].db, people, at);
    const payload = () => ({ id: newId(), projectId, name: 'Another' });
    await Promise.all(
      [...people, ...people, ...people].map((actor, index) =>
        run(nodeOf(nodes, index), actor, { kind: 'vibe.create', payload: payload() }),
      ),
    );
    const vibes = await nodes[0].db.selectFrom('vibe').select('rank').execute();
    expect(new Set(vibes.map(({ rank }) => rank)).size).toBe(13);
  });

  test('migrate a new database once, though they start at the same time', async () => {
    const postgres = await sharedPostgres();
    const name = `migrated_${newId().replaceAll('-', '')}`;
    await withClient(postgres.url('postgres'), (client) => client.query(`create database ${name}`));
    const opened = await Promise.all([1, 2, 3].map(() => openDatabase(postgres.url(name))));
    const epochs = [];
    for (const db of opened) {
      epochs.push(await db.selectFrom('meta').select('value').where('key', '=', 'epoch').execute());
      await db.destroy();
    }
    expect(epochs[1]).toEqual(epochs[0]);
    expect(epochs[0]).toHaveLength(1);
  });
});
