import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { AuditKind } from './audit-kinds.ts';
import type { Sender } from './sender.ts';

/** The person, or part, that acts. `email` is in the log as it is at that moment. */
export type AuditActor = { id: string | null; email: string; from?: Sender | undefined };

/** Acts at the machine itself, such as by `npm run server:admin`. */
export const operator: AuditActor = { id: null, email: 'operator' };

/** The server's own acts. */
export const server: AuditActor = { id: null, email: 'server' };

/** Someone without an account, such as a listener of a share link. */
export function anyone(from: Sender): AuditActor {
  return { id: null, email: '', from };
}

/** An act as it is recorded. Its texts never hold passwords, tokens or what people write to each other. */
export type AuditAct = {
  kind: AuditKind;
  /** The account or thing that it was done to. `name`: an account's e-mail address, or a thing's name. */
  subject?: { id?: string | undefined; name: string } | undefined;
  projectId?: string | undefined;
  detail?: string | undefined;
};

const longestText = 300;

/**
 * Adds an entry to the audit log in the transaction of the act itself, so that neither exists without the other. A
 * handler passes its own context. Acts that change nothing in the database are noted instead (`audit-notes.ts`).
 */
export async function record(
  { tx, now, actor }: { tx: Kysely<Database>; now: string; actor: AuditActor },
  act: AuditAct,
): Promise<void> {
  await tx
    .insertInto('auditEntry')
    .values(toRow(act, actor, now))
    .execute();
}

export function toRow({ kind, subject, projectId, detail }: AuditAct, actor: AuditActor, at: string) {
  return {
    ...{ at, kind, projectId: projectId ?? null },
    ...{ actorId: actor.id, actor: cut(actor.email.toLowerCase()) },
    ...{ address: actor.from?.address ?? null, device: actor.from?.device ?? null },
    ...{ subjectId: subject?.id ?? null, subject: subject ? cut(subject.name) : null },
    detail: detail === undefined ? null : cut(detail),
  };
}

function cut(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
}
