import type { Transaction } from 'kysely';
import type { Failure, Outcome } from '../../protocol/wire/error.ts';
import type { OperatedAccount } from '../../protocol/wire/operator.ts';
import type { AuditKind } from '../audit/audit-kinds.ts';
import { type AuditActor, record } from '../audit/record.ts';
import { alone } from '../db/alone.ts';
import type { Database } from '../db/schema.ts';
import { failure } from '../failure.ts';
import { removeSecondFactor } from '../second-factor/second-factors.ts';
import { findAccount, readAccount } from './accounts.ts';
import type { OperatorContext } from './operation.ts';

type AccountOperation = (
  context: OperatorContext,
  input: { account: string },
  by: AuditActor,
) => Promise<Outcome<OperatedAccount>>;

/** Changes an account, or refuses. `kind` is recorded; null if `apply` does that. `endsSessions`: signs it out everywhere, too. */
type Change = {
  kind: AuditKind | null;
  endsSessions?: true;
  apply(
    tx: Transaction<Database>,
    account: { id: string; email: string },
    now: string,
    by: AuditActor,
  ): Promise<Failure | undefined>;
};

/** An operation that changes one account in a transaction, records that, and answers the account as it is then. */
function changing({ kind, endsSessions, apply }: Change): AccountOperation {
  return async ({ db, environment: { clock }, onSessionEnded }, input, by) => {
    const found = await findAccount(db, input.account);
    if (!found.ok) return found;
    const { id, email } = found.data;
    const now = new Date(clock.now()).toISOString();
    const ended: string[] = [];
    const refused = await alone(db, 'accounts', async (tx) => {
      const refused = await apply(tx, { id, email }, now, by);
      if (refused) return refused;
      if (endsSessions) {
        const rows = await tx.deleteFrom('session').where('userId', '=', id).returning('id').execute();
        ended.push(...rows.map((row) => row.id));
      }
      if (kind) await record({ tx, now, actor: by }, { kind, subject: { id, name: email } });
      return undefined;
    });
    if (refused) return refused;
    for (const sessionId of ended) onSessionEnded(sessionId);
    return { ok: true, data: await readAccount(db, clock, id) };
  };
}

/** The command line may disable any account: an admin's may be in the wrong hands. */
export const disableAccount = changing({
  kind: 'account.disabled',
  endsSessions: true,
  async apply(tx, { id }, disabledAt, by) {
    if (id === by.id) return failure('conflict', 'You can’t disable your own account. Ask another admin.');
    await tx
      .updateTable('user')
      .set({ disabledAt })
      .where('id', '=', id)
      .where('disabledAt', 'is', null)
      .execute();
    return undefined;
  },
});

export const enableAccount = changing({
  kind: 'account.enabled',
  async apply(tx, { id }) {
    await tx.updateTable('user').set({ disabledAt: null }).where('id', '=', id).execute();
    return undefined;
  },
});

export const endSessions = changing({
  kind: 'account.signed-out',
  endsSessions: true,
  apply: async () => undefined,
});

/** For someone who lost both the authenticator app and the recovery codes. The password is still needed. */
export const removeFactor = changing({
  kind: null,
  async apply(tx, account, now, by) {
    await removeSecondFactor(tx, account, by, now);
    return undefined;
  },
});

export const makeAdmin = changing({
  kind: 'account.admin',
  async apply(tx, { id }) {
    await tx.updateTable('user').set({ role: 'ADMIN' }).where('id', '=', id).execute();
    return undefined;
  },
});

export const removeAdmin = changing({
  kind: 'account.not-admin',
  async apply(tx, { id }) {
    const other = await tx
      .selectFrom('user')
      .select('id')
      .where('role', '=', 'ADMIN')
      .where('disabledAt', 'is', null)
      .where('id', '!=', id)
      .executeTakeFirst();
    if (!other) return failure('conflict', 'This is the last admin of the server. Make another one first.');
    await tx.updateTable('user').set({ role: 'MEMBER' }).where('id', '=', id).execute();
    return undefined;
  },
});
