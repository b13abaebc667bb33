import type { Kysely } from 'kysely';
import { sortFiles } from '../../protocol/state/versions.ts';
import type { File } from '../../protocol/wire/file.ts';
import { type By, preparedBy } from '../db/prepared.ts';
import type { Database } from '../db/schema.ts';
import { readApprovals } from './approval.ts';

/** Files of a project or cut, or one by id, in the order of `sortFiles`. */
export async function readFiles(
  db: Kysely<Database>,
  where: By<'projectId' | 'cutId' | 'id'>,
): Promise<File[]> {
  const rows = await findFiles(db, where);
  const approvals = await readApprovals(db, where);
  const files = rows.map((row) => ({
    id: row.id,
    name: row.name,
    type: row.type,
    size: row.size,
    mimeType: row.mimeType,
    url: `/api/files/${row.id}/download`,
    uploadedBy: { id: row.uploadedBy, name: row.personName, avatarUrl: row.personImage },
    createdAt: row.createdAt,
    projectId: row.projectId,
    cutId: row.cutId,
    sha256: row.sha256,
    ...(row.audio !== null && { audio: JSON.parse(row.audio) }),
    ...(row.label !== null && { label: row.label }),
    ...(row.note !== null && { note: row.note }),
    ...(row.part !== null && { part: row.part }),
    ...(row.order !== null && { order: row.order }),
    ...(row.versionId !== null && { versionId: row.versionId }),
    ...(row.loudness !== null && { loudness: JSON.parse(row.loudness) }),
    ...(row.copySize !== null && { compressedSize: row.copySize }),
    ...(row.differenceTo !== null && {
      difference: { to: row.differenceTo, summary: row.differenceSummary ?? '' },
    }),
    ...(approvals.has(row.id) && { approvals: approvals.get(row.id) }),
  }));
  return sortFiles(files);
}

const findFiles = preparedBy((db, column: 'projectId' | 'cutId' | 'id', value) =>
  db
    .selectFrom('file')
    .innerJoin('user', 'user.id', 'file.uploadedBy')
    .leftJoin('blob', 'blob.sha256', 'file.sha256')
    .selectAll('file')
    .select(['user.name as personName', 'user.image as personImage', 'blob.loudness', 'blob.copySize'])
    .where(`file.${column}`, '=', value),
);

/** The files that have these bytes, by id, and where they are. */
export async function readPlacesOfBytes(
  db: Kysely<Database>,
  sha256: string,
): Promise<{ fileId: string; cutId: string; projectId: string }[]> {
  return db
    .selectFrom('file')
    .select(['id as fileId', 'cutId', 'projectId'])
    .where('sha256', '=', sha256)
    .orderBy('id')
    .execute();
}
