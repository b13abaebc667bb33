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

export async function makeScene(node: WovenNode, prefix: string, at: string): Promise<Scene> {
  const people = Object.fromEntries(
    names.map((name) => [
      name,
      { id: `${prefix}-${name}`, name, avatarUrl: null, email: `${prefix}-${name}@example.com` },
    ]),
  ) as Scene['people'];
  const run = async (name: Name, command: Command) => {
    const answer = await node.dispatch(people[name], newId(), command);
    if (!answer.ok) throw new Error(`${command.kind}: ${answer.message}`);
    return answer.data;
  };
  const rows = Object.values(people).map(({ id, name, email }) => ({
    ...{ id, name, email, emailVerified: 1, image: null, role: 'MEMBER' as const },
    ...{ createdAt: at, updatedAt: at },
  }));
  await node.db.insertInto('user').values(rows).execute();
  const ids = (what: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${prefix}-${what}${index}`);
  const [projects, vibes, cuts] = [ids('project', 2), ids('vibe', 4), ids('cut', 6)];
  const [comments, replies] = [ids('comment', 3), ids('reply', 1)];
  const each = (all: string[], commandOf: (id: string, index: number) => Command) =>
    Promise.all(all.map((id, index) => run('ana', commandOf(id, index))));
  const one = (all: string[], index: number) => all[index % all.length] ?? '';
  await each(projects, (id) => ({ kind: 'project.create', payload: { id, name: 'EP' } }));
  const members = projects.flatMap((projectId) =>
    (['ben', 'cy', 'dua'] as const).map((name) => ({
      ...{ projectId, userId: people[name].id, joinedAt: at },
      role: name === 'ben' ? ('ADMIN' as const) : ('MEMBER' as const),
    })),
  );
  await node.db.insertInto('member').values(members).execute();
  const invitation = { id: `${prefix}-invitation`, projectId: one(projects, 0), email: people.eve.email };
  const [{ token }] = (await Promise.all([
    run('ana', { kind: 'project.invite', payload: { ...invitation, role: 'MEMBER' } }),
    each(vibes, (id, index) => ({
      ...{ kind: 'vibe.create', payload: { id, projectId: one(projects, index), name: 'Song' } },
    })),
  ])) as [{ token: string }, unknown];
  await each(cuts, (id, index) => ({
    ...{ kind: 'cut.create', payload: { id, vibeId: one(vibes, index), name: 'Mix' } },
  }));
  await each(comments, (id, index) => ({
    ...{ kind: 'comment.create', payload: { id, cutId: one(cuts, index), text: 'Loud', timestamp: 1 } },
  }));
  await each(replies, (id) => ({
    ...{ kind: 'reply.create', payload: { id, commentId: one(comments, 0), text: 'So what' } },
  }));
  const read = await Promise.all(projects.map((id) => readSnapshot(node.db, people.ana.id, id)));
  const before = read.filter((snapshot) => snapshot !== undefined);
  return { people, projects, vibes, cuts, comments, replies, token, before };
}
