import { deleteAccount } from '../account/delete-account.ts';
import { record } from '../audit/record.ts';
import { failure } from '../failure.ts';
import { findAccount } from './accounts.ts';
import type { Operation } from './operation.ts';

/** As its owner would delete it. Refused while it owns a project that others are in. */
export const deleteAccountOf: Operation<'delete'> = async (context, input, by) => {
  const { db, environment, onSessionEnded } = context;
  const found = await findAccount(db, input.account);
  if (!found.ok) return found;
  const { id, email } = found.data;
  if (id === by.id) return failure('conflict', 'Delete your own account in the settings.');
  const { name } = await db.selectFrom('user').select('name').where('id', '=', id).executeTakeFirstOrThrow();
  const now = new Date(environment.clock.now()).toISOString();
  const refused = await deleteAccount(context, { id, name, email, avatarUrl: null }, onSessionEnded);
  if (refused) {
    return refused.kind === 'conflict'
      ? failure(
          'conflict',
          refused.message.replace(/^You own/, `${email} owns`).replace(/, then delete.*$/, ' first.'),
        )
      : refused;
  }
  await record({ tx: db, now, actor: by }, { kind: 'account.deleted', subject: { id, name: email } });
  return { ok: true, data: { email } };
};
