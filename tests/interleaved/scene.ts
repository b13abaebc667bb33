import { sql } from 'kysely';
import { newId } from '../../common/new-id.ts';
import type { Command } from '../../protocol/wire/command.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import type { Actor } from '../../server/commands/handler.ts';
import { readSnapshot } from '../../server/entities/project.ts';
import type { WovenNode } from './node.ts';

export const names = ['ana', 'ben', 'cy', 'dua', 'eve'] as const;
export type Name = (typeof names)[number];

/** Two projects of Ana's with everyone but Eve, who has an invitation. Ids begin alike in one schedule, and in no other. */
export type Scene = {
  people: { [Each in Name]: Actor };
  projects: string[];
  vibes: string[];
  cuts: string[];
  comments: string[];
  replies: string[];
  token: string;
  /** Each project as it was at the beginning. */
  before: ProjectSnapshot[];
};

const basePrefix = 'base';
/** The tables that have rows of a scene, each after those that it refers to. */
const tables = [
  'user',
  'project',
  'member',
  'vibe',
  'cut',
  'comment',
  'reply',
  'topicHead',
  'event',
] as const;

/** The rows of a scene, by which others are made in one step. */
export type SceneRows = { [Table in (typeof tables)[number]]?: string };

export async function makeScene(node: WovenNode, prefix: string, rows: SceneRows): Promise<Scene> {
  for (const table of tables) {
    const copied = rows[table]?.replaceAll(`${basePrefix}-`, `${prefix}-`);
    await sql`insert into ${sql.table(table)}
      select * from jsonb_populate_recordset(null::${sql.table(table)}, ${copied}::jsonb)`.execute(node.db);
  }
  const scene = things(prefix);
  const { people, projects } = scene;
  const invitation = { id: `${prefix}-invitation`, projectId: projects[0] ?? '', email: people.eve.email };
  const payload = { ...invitation, role: 'MEMBER' } as const;
  const { token } = (await run(node, people.ana, { kind: 'project.invite', payload })) as { token: string };
  const read = await Promise.all(projects.map((id) => readSnapshot(node.db, people.ana.id, id)));
  return { ...scene, token, before: read.filter((snapshot) => snapshot !== undefined) };
}

function things(prefix: string): Omit<Scene, 'token' | 'before'> {
  const people = Object.fromEntries(
    names.map((name) => [
      name,
      { id: `${prefix}-${name}`, name, avatarUrl: null, email: `${prefix}-${name}@example.com` },
    ]),
  ) as Scene['people'];
  const ids = (what: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${prefix}-${what}${index}`);
  const [projects, vibes, cuts] = [ids('project', 2), ids('vibe', 4), ids('cut', 6)];
  return { people, projects, vibes, cuts, comments: ids('comment', 3), replies: ids('reply', 1) };
}

async function run(node: WovenNode, actor: Actor, command: Command): Promise<unknown> {
  const answer = await node.dispatch(actor, newId(), command);
  if (!answer.ok) throw new Error(`${command.kind}: ${answer.message}`);
  return answer.data;
}

/** Makes the first scene of a database by commands, and keeps its rows for the others. */
export async function makeBase(node: WovenNode, at: string, rows: SceneRows): Promise<void> {
  const { people, projects, vibes, cuts, comments, replies } = things(basePrefix);
  const users = Object.values(people).map(({ id, name, email }) => ({
    ...{ id, name, email, emailVerified: 1, image: null, role: 'MEMBER' as const },
    ...{ createdAt: at, updatedAt: at },
  }));
  await node.db.insertInto('user').values(users).execute();
  const each = (all: string[], commandOf: (id: string, index: number) => Command) =>
    Promise.all(all.map((id, index) => run(node, people.ana, commandOf(id, index))));
  const one = (all: string[], index: number) => all[index % all.length] ?? '';
  await each(projects, (id) => ({ kind: 'project.create', payload: { id, name: 'EP' } }));
  const members = projects.flatMap((projectId) =>
    (['ben', 'cy', 'dua'] as const).map((name) => ({
      ...{ projectId, userId: people[name].id, joinedAt: at },
      role: name === 'ben' ? ('ADMIN' as const) : ('MEMBER' as const),
    })),
  );
  await node.db.insertInto('member').values(members).execute();
  await each(vibes, (id, index) => ({
    ...{ kind: 'vibe.create', payload: { id, projectId: one(projects, index), name: 'Song' } },
  }));
  await each(cuts, (id, index) => ({
    ...{ kind: 'cut.create', payload: { id, vibeId: one(vibes, index), name: 'Mix' } },
  }));
  await each(comments, (id, index) => ({
    ...{ kind: 'comment.create', payload: { id, cutId: one(cuts, index), text: 'Loud', timestamp: 1 } },
  }));
  await each(replies, (id) => ({
    ...{ kind: 'reply.create', payload: { id, commentId: one(comments, 0), text: 'So what' } },
  }));
  for (const table of tables) {
    const query = sql<{ rows: string }>`select coalesce(jsonb_agg(row), '[]')::text as rows
      from ${sql.table(table)} as row where to_jsonb(row)::text like ${`%${basePrefix}-%`}`;
    rows[table] = (await query.execute(node.db)).rows[0]?.rows ?? '[]';
  }
}
