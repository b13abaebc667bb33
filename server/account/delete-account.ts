import { sql, type Transaction } from 'kysely';
import type { Failure } from '../../protocol/wire/error.ts';
import { userTopic } from '../../protocol/wire/topic.ts';
import { record } from '../audit/record.ts';
import type { Actor, CommandContext, Handled } from '../commands/handler.ts';
import { handleMemberRemove } from '../commands/member-remove.ts';
import { handleProjectDelete } from '../commands/project-delete.ts';
import type { ServerContext } from '../context.ts';
import { readCascades } from '../db/dialect.ts';
import type { Database } from '../db/schema.ts';
import { removeDeletedProjects } from '../deleted/deleted-projects.ts';
import { readMembers } from '../entities/member.ts';
import { failure } from '../failure.ts';

/**
 * Deletes an account for good. It leaves its projects, and those without other members are deleted; what the person
 * made stays in the others under their name. Refused while they own a project with other members.
 */
export async function deleteAccount(
  { dispatcher, environment, db }: Pick<ServerContext, 'dispatcher' | 'environment' | 'db'>,
  actor: Actor,
  /** Called for each session that has ended, to disconnect its sockets. */
  onSessionEnded: (sessionId: string) => void,
): Promise<Failure | null> {
  const sessions = await db.selectFrom('session').select('id').where('userId', '=', actor.id).execute();
  const operation = { id: environment.newId(), kind: 'account.delete' };
  const answer = await dispatcher.execute(actor, operation, deleteWithin);
  if (!answer.ok) return answer;
  for (const { id } of sessions) onSessionEnded(id);
  return null;
}

async function deleteWithin(context: CommandContext): Promise<Handled<object> | Failure> {
  const { tx, actor, now } = context;
  const projects = await tx
    .selectFrom('member')
    .innerJoin('project', 'project.id', 'member.projectId')
    .select(['project.id', 'project.name', 'member.isOwner'])
    .where('member.userId', '=', actor.id)
    .orderBy('project.name')
    .execute();
  const shared = new Set<string>();
  for (const { id } of projects) if ((await readMembers(tx, id)).length > 1) shared.add(id);
  const owned = projects.filter(({ id, isOwner }) => isOwner === 1 && shared.has(id));
  if (owned.length > 0) {
    const names = owned.map(({ name }) => `“${name}”`).join(', ');
    return failure(
      'conflict',
      `You own ${names}, which others are in. Make somebody else the owner or delete it, then delete your account.`,
    );
  }
  const all: Handled<object> = { ok: true, result: {}, events: [], activities: [], afterCommit: [] };
  for (const { id } of projects) {
    const left = shared.has(id)
      ? await handleMemberRemove(context, { projectId: id, userId: actor.id })
      : await handleProjectDelete(context, { id });
    if (!left.ok) return left;
    all.events.push(...left.events);
    all.activities?.push(...(left.activities ?? []));
    all.afterCommit?.push(...(left.afterCommit ?? []));
  }
  await removeDeletedProjects(context, actor.id);
  await record(context, { kind: 'account.deleted', subject: { id: actor.id, name: actor.email } });
  await deleteOwn(tx, actor.id, now);
  return all;
}

/** Everything that is the account's alone. Its row stays without an address, because it names who made what. */
async function deleteOwn(tx: Transaction<Database>, userId: string, now: string): Promise<void> {
  for (const { child, childColumn, parent } of await readCascades(tx)) {
    if (parent === 'user')
      await sql`delete from ${sql.table(child)} where ${sql.ref(childColumn)} = ${userId}`.execute(tx);
  }
  for (const table of ['notification', 'activityDismissal', 'readPosition', 'operation'] as const) {
    await tx.deleteFrom(table).where('userId', '=', userId).execute();
  }
  await tx.deleteFrom('share').where('createdBy', '=', userId).execute();
  await tx.deleteFrom('event').where('topic', '=', userTopic(userId)).execute();
  await tx
    .updateTable('user')
    .set({
      ...{ email: `${userId}@deleted.invalid`, emailVerified: 0, image: null, role: 'MEMBER' },
      ...{ quietHours: null, closedAt: now, updatedAt: now },
    })
    .where('id', '=', userId)
    .execute();
}
