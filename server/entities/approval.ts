import type { Kysely } from 'kysely';
import type { Approval } from '../../protocol/wire/file.ts';
import { type By, preparedBy } from '../db/prepared.ts';
import type { Database } from '../db/schema.ts';

/** The approvals of each file that has any, first to last. */
export async function readApprovals(
  db: Kysely<Database>,
  where: By<'projectId' | 'cutId' | 'id'>,
): Promise<Map<string, Approval[]>> {
  const rows = await findApprovals(db, where);
  const byFile = Map.groupBy(rows, ({ fileId }) => fileId);
  const toApproval = ({ userId: id, name, image, createdAt: at }: (typeof rows)[number]): Approval => ({
    user: { id, name, avatarUrl: image },
    at,
  });
  return new Map([...byFile].map(([fileId, own]) => [fileId, own.map(toApproval)]));
}

const findApprovals = preparedBy((db, column: 'projectId' | 'cutId' | 'id', value) =>
  db
    .selectFrom('approval')
    .innerJoin('file', 'file.id', 'approval.fileId')
    .innerJoin('user', 'user.id', 'approval.userId')
    .select(['approval.fileId', 'approval.userId', 'approval.createdAt', 'user.name', 'user.image'])
    .where(`file.${column}`, '=', value)
    .orderBy('approval.createdAt')
    .orderBy('approval.userId'),
);
