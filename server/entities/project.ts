import type { Kysely } from 'kysely';
import type { Project, ProjectSnapshot } from '../../protocol/wire/project.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { inSnapshot } from '../db/dialect.ts';
import type { Database } from '../db/schema.ts';
import { readEpoch, readHead } from '../events/log.ts';
import { pathOfPicture } from '../pictures/pictures.ts';
import { readCuts } from './cut.ts';
import { readMembers } from './member.ts';
import { readRoom } from './room-message.ts';
import { readVibes } from './vibe.ts';

/** The projects of a user, or one of them by id, newest first. */
export async function readProjects(db: Kysely<Database>, userId: string, id?: string): Promise<Project[]> {
  const rows = await db
    .selectFrom('project')
    .innerJoin('member', 'member.projectId', 'project.id')
    .leftJoin('picture', 'picture.projectId', 'project.id')
    .select(['project.id', 'project.name', 'project.description', 'project.imageSha256', 'picture.sha256'])
    .select(['project.createdAt', 'member.role'])
    .select((eb) =>
      eb
        .selectFrom('member as any')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('any.projectId', '=', 'project.id')
        .as('memberCount'),
    )
    .where('member.userId', '=', userId)
    .$if(id !== undefined, (query) => query.where('project.id', '=', id ?? ''))
    .orderBy('project.createdAt', 'desc')
    .orderBy('project.id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    imageUrl: pathOfPicture(row.sha256 ?? row.imageSha256),
    createdAt: row.createdAt,
    memberCount: row.memberCount ?? 0,
    role: row.role,
  }));
}

export async function readProject(
  db: Kysely<Database>,
  userId: string,
  id: string,
): Promise<Project | undefined> {
  return (await readProjects(db, userId, id))[0];
}

/** A whole project and the `seq` it is at, read in one transaction; undefined if the user isn't a member. */
export async function readSnapshot(
  db: Kysely<Database>,
  userId: string,
  id: string,
): Promise<ProjectSnapshot | undefined> {
  return inSnapshot(db, async (tx) => {
    const project = await readProject(tx, userId, id);
    if (!project) return undefined;
    const cuts = Map.groupBy(await readCuts(tx, { projectId: id }), (cut) => cut.vibeId);
    const vibes = await readVibes(tx, id);
    return {
      ...project,
      vibes: vibes.map((vibe) => ({ ...vibe, cuts: cuts.get(vibe.id) ?? [] })),
      members: await readMembers(tx, id),
      ...(await readRoom(tx, id)),
      epoch: await readEpoch(tx),
      seq: await readHead(tx, projectTopic(id)),
    };
  });
}
