import type { DeletedCut } from '../../protocol/wire/cut.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { refuse } from '../commands/access.ts';
import type { Actor } from '../commands/handler.ts';
import type { ServerContext } from '../context.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** When something that was deleted then can no longer be restored. */
export function expiryOf(deletedAt: string, { deletedDays }: ServerContext['config']): string {
  return new Date(Date.parse(deletedAt) + deletedDays * dayMilliseconds).toISOString();
}

/** The cuts of a project that can be restored, last deleted first, for those who may. */
export async function listDeletedCuts(
  { reads: db, config }: ServerContext,
  actor: Actor,
  projectId: string,
): Promise<Outcome<DeletedCut[]>> {
  const refusal = await db
    .transaction()
    .execute((tx) => refuse({ tx, actor }, projectId, 'cut.restore', 'project'));
  if (refusal) return refusal;
  const rows = await db
    .selectFrom('deletedCut')
    .innerJoin('user', 'user.id', 'deletedCut.deletedBy')
    .select(['cut', 'vibeName', 'deletedAt', 'deletedBy', 'user.name', 'user.image'])
    .where('projectId', '=', projectId)
    .orderBy('deletedAt', 'desc')
    .orderBy('deletedCut.id')
    .execute();
  const data = rows.map((row) => ({
    cut: JSON.parse(row.cut),
    vibeName: row.vibeName,
    deletedAt: row.deletedAt,
    deletedBy: { id: row.deletedBy, name: row.name, avatarUrl: row.image },
    expiresAt: expiryOf(row.deletedAt, config),
  }));
  return { ok: true, data };
}
