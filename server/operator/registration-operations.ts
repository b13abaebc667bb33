import { record } from '../audit/record.ts';
import { invitationUrl } from '../commands/invitation-token.ts';
import { failure } from '../failure.ts';
import { mailText } from '../mail/mail-text.ts';
import type { Operation } from './operation.ts';
import { inviteAddress, readMode, storeMode } from './registration.ts';

export const readRegistration: Operation<'registration'> = async ({ db, config }) => ({
  ok: true,
  data: { mode: await readMode(db, config), isFixed: config.registration !== null },
});

export const setRegistration: Operation<'set-registration'> = async (context, { mode }, by) => {
  const { db, config, environment } = context;
  if (config.registration !== null) {
    return failure('conflict', 'REGISTRATION is set in the server’s environment. Change it there.');
  }
  await db.transaction().execute(async (tx) => {
    await storeMode(tx, mode);
    const now = new Date(environment.clock.now()).toISOString();
    await record({ tx, now, actor: by }, { kind: 'server.registration', detail: mode });
  });
  return { ok: true, data: { mode, isFixed: false } };
};

/** Allows an address to make an account, whatever the mode is. Mails the link if mail is set up. */
export const inviteAccount: Operation<'invite'> = async (context, input, by) => {
  const { db, environment, publicUrl, mailer } = context;
  const email = input.email.toLowerCase();
  const known = await db.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst();
  if (known) return failure('conflict', 'email: There is already an account with this email.');
  const { id, token, expiresAt } = await db.transaction().execute(async (tx) => {
    const now = new Date(environment.clock.now()).toISOString();
    await record({ tx, now, actor: by }, { kind: 'server.invited', subject: { name: email } });
    return inviteAddress(tx, environment, email, by.id);
  });
  const url = invitationUrl(publicUrl(), token);
  if (mailer.isConfigured) mailer.send(email, mailText.inviteAccount(new URL(publicUrl()).host, url));
  return { ok: true, data: { id, email, url, expiresAt, isMailed: mailer.isConfigured } };
};

export const listInvitations: Operation<'invitations'> = async ({ db, environment }) => {
  const rows = await db
    .selectFrom('accountInvitation')
    .select(['id', 'email', 'createdAt', 'expiresAt'])
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', new Date(environment.clock.now()).toISOString())
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
  return { ok: true, data: { invitations: rows } };
};

export const withdrawInvitation: Operation<'withdraw'> = async ({ db, environment }, { id }, by) =>
  db.transaction().execute(async (tx) => {
    const removed = await tx
      .deleteFrom('accountInvitation')
      .where('id', '=', id)
      .where('usedAt', 'is', null)
      .returning('email')
      .executeTakeFirst();
    if (!removed) return failure('not-found', 'There is no open invitation with this id.');
    const now = new Date(environment.clock.now()).toISOString();
    await record(
      { tx, now, actor: by },
      { kind: 'invitation.revoked', subject: { id, name: removed.email } },
    );
    return { ok: true, data: {} };
  });
