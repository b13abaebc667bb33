import type { Kysely } from 'kysely';
import { parseTopic, type Topic } from '../../protocol/wire/topic.ts';
import { chunksOf } from '../db/chunks.ts';
import type { Database } from '../db/schema.ts';

/** A socket in the room of a project. */
export type Present = { userId: string; room: string; leave(): void };

/** Lets sockets leave the rooms of projects that their users are no members of. */
export async function checkMembers(db: Kysely<Database>, present: readonly Present[]): Promise<void> {
  const projectOf = ({ room }: Present) => parseTopic(room as Topic).id;
  const projectIds = [...new Set(present.map(projectOf))];
  const members = new Set<string>();
  for (const chunk of chunksOf(projectIds)) {
    const rows = await db
      .selectFrom('member')
      .select(['projectId', 'userId'])
      .where('projectId', 'in', chunk)
      .execute();
    for (const { projectId, userId } of rows) members.add(`${projectId} ${userId}`);
  }
  for (const one of present) if (!members.has(`${projectOf(one)} ${one.userId}`)) one.leave();
}
