import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { AuditKind } from './audit-kinds.ts';

export type AuditEntry = Selectable<Database['auditEntry']>;

export type AuditFilter = {
  /** The id or e-mail address of an account that acted, or to which something was done. */
  person?: string | undefined;
  kinds?: readonly AuditKind[] | undefined;
  address?: string | undefined;
  projectId?: string | undefined;
  /** ISO 8601; `from` is included, `until` is not. */
  from?: string | undefined;
  until?: string | undefined;
};

/** `next`: the `before` of the next page; null on the last one. */
export type AuditPage = { entries: AuditEntry[]; next: number | null };

export const largestAuditPage = 500;

/** Entries of the audit log, newest first. `before`: the number that the page begins below. */
export async function readEntries(
  db: Kysely<Database>,
  filter: AuditFilter,
  { before, limit = 100 }: { before?: number | undefined; limit?: number | undefined } = {},
): Promise<AuditPage> {
  const { person, kinds, address, projectId, from, until } = filter;
  const size = Math.min(limit, largestAuditPage);
  let query = db.selectFrom('auditEntry').selectAll();
  if (person !== undefined) {
    const email = person.toLowerCase();
    query = query.where((where) =>
      where.or([
        where('actorId', '=', person),
        where('actor', '=', email),
        where('subjectId', '=', person),
        where('subject', '=', email),
      ]),
    );
  }
  if (kinds !== undefined) query = query.where('kind', 'in', kinds);
  if (address !== undefined) query = query.where('address', '=', address);
  if (projectId !== undefined) query = query.where('projectId', '=', projectId);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (until !== undefined) query = query.where('at', '<', until);
  if (before !== undefined) query = query.where('number', '<', before);
  const rows = await query
    .orderBy('number', 'desc')
    .limit(size + 1)
    .execute();
  const entries = rows.slice(0, size);
  return { entries, next: rows.length > size ? (entries.at(-1)?.number ?? null) : null };
}
