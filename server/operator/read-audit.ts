import { auditKinds, isAuditKind } from '../audit/audit-kinds.ts';
import { readEntries } from '../audit/read-entries.ts';
import { record } from '../audit/record.ts';
import { failure } from '../failure.ts';
import type { Operation } from './operation.ts';

/** Looking into the log is in the log, once for each look and not for each page. */
export const readAudit: Operation<'audit'> = async ({ db, environment }, input, by) => {
  const { kind, before, limit, ...filter } = input;
  if (kind !== undefined && !isAuditKind(kind)) {
    return failure('invalid', `kind: is none of ${Object.keys(auditKinds).join(', ')}`);
  }
  if (before === undefined) {
    const now = new Date(environment.clock.now()).toISOString();
    await record({ tx: db, now, actor: by }, { kind: 'audit.read' });
  }
  const page = await readEntries(db, { ...filter, kinds: kind && [kind] }, { before, limit });
  return {
    ok: true,
    data: {
      next: page.next,
      entries: page.entries.map((entry) => ({ ...entry, act: auditKinds[entry.kind] })),
    },
  };
};
