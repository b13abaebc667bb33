import type { Generated } from 'kysely';
import type { AuditKind } from '../audit/audit-kinds.ts';

/** The audit log: rows are only added, and removed from its oldest end. */
export type AuditTables = {
  auditEntry: {
    number: Generated<number>;
    at: string;
    kind: AuditKind;
    /** The account that acted; null for the operator, the server and people without an account. */
    actorId: string | null;
    /** Its e-mail address in lower case, or as tried; `operator`, `server`, or empty for anyone with a link. */
    actor: string;
    address: string | null;
    device: string | null;
    /** The account or thing that it was done to, and its e-mail address or name at that time. */
    subjectId: string | null;
    subject: string | null;
    projectId: string | null;
    detail: string | null;
    /** How many acts this entry stands for; more than one if there were too many to be listed. */
    count: Generated<number>;
  };
};
