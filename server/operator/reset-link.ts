import { makeLink } from '../account/account-tokens.ts';
import { record } from '../audit/record.ts';
import { findAccount } from './accounts.ts';
import type { Operation } from './operation.ts';

/** A link for somebody who gets no mail. Earlier links of the account end; its sessions end once the link is used. */
export const makeResetLink: Operation<'reset-password'> = async (context, input, by) => {
  const { db, environment, publicUrl } = context;
  const found = await findAccount(db, input.account);
  if (!found.ok) return found;
  const { id, email } = found.data;
  const now = environment.clock.now();
  const url = await db.transaction().execute(async (tx) => {
    const at = new Date(now).toISOString();
    await record({ tx, now: at, actor: by }, { kind: 'password.reset-asked', subject: { id, name: email } });
    return makeLink(tx, 'reset', { userId: id, email }, { publicUrl: publicUrl(), now });
  });
  return { ok: true, data: { email, url } };
};
