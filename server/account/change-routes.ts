import { type RequestHandler, Router } from 'express';
import type { Kysely } from 'kysely';
import { type ChangedEmail, changeEmailSchema, changePasswordSchema } from '../../protocol/wire/account.ts';
import type { Failure } from '../../protocol/wire/error.ts';
import { type AuditActor, record } from '../audit/record.ts';
import { senderOf } from '../audit/sender.ts';
import { clientAddress } from '../auth/client-address.ts';
import { refuseCommonPassword } from '../auth/common-passwords.ts';
import type { PasswordGuard } from '../auth/password-guard.ts';
import type { Sessions } from '../auth/sessions.ts';
import { withSession } from '../auth/with-session.ts';
import type { ServerContext } from '../context.ts';
import { alone } from '../db/alone.ts';
import type { Database } from '../db/schema.ts';
import { parseInput } from '../failure.ts';
import { sendFailure, sendRateLimited } from '../http/answer.ts';
import { accountJson } from '../http/body.ts';
import type { AccountMail } from './account-mail.ts';
import type { ConfirmPassword } from './confirm-password.ts';
import { emailTaken, setEmail } from './email-routes.ts';
import type { MailLimits } from './mail-limits.ts';
import { setPassword } from './set-password.ts';

export type ChangeParts = {
  mail: AccountMail;
  limits: MailLimits;
  passwords: PasswordGuard;
  sessions: Sessions;
  confirm: ConfirmPassword;
  /** Called after a session was ended, to disconnect its sockets. */
  onSessionEnded(sessionId: string): void;
};

const readBody = accountJson();

/** Changes of password and e-mail address. Each asks for the password. */
export function createChangeRoutes(context: ServerContext, parts: ChangeParts): Router {
  const router = Router();
  router.post('/api/auth/change-password', changePassword(context, parts));
  router.post('/api/auth/change-email', changeEmail(context, parts));
  return router;
}

function changePassword({ db, environment }: ServerContext, parts: ChangeParts): RequestHandler {
  const { mail, passwords, sessions, confirm, onSessionEnded } = parts;
  const { clock, newId } = environment;
  return withSession(
    sessions,
    async ({ id: sessionId, account }, request, response) => {
      const parsed = parseInput(changePasswordSchema, request.body);
      if (!parsed.ok) return sendFailure(response, parsed);
      const { currentPassword, password } = parsed.data;
      const common = await refuseCommonPassword(password);
      if (common) return sendFailure(response, common);
      if (!(await confirm(account, currentPassword, request, response))) return;
      const hashed = await passwords.hash(clientAddress(request), password);
      if (hashed.kind === 'wait')
        return sendRateLimited(response, hashed.seconds, 'The server is busy. Try again.');
      const change = { userId: account.id, passwordHash: hashed.result, now: clock.now(), newId };
      const now = new Date(change.now).toISOString();
      const ended = await db.transaction().execute(async (tx) => {
        const actor = { ...account, from: senderOf(request) };
        await record({ tx, now, actor }, { kind: 'password.changed' });
        return setPassword(tx, change, sessionId);
      });
      for (const id of ended) onSessionEnded(id);
      mail.sendNotice(account.id, 'passwordChanged');
      response.json({});
    },
    readBody,
  );
}

function changeEmail({ db, environment }: ServerContext, parts: ChangeParts): RequestHandler {
  const { mail, limits, sessions, confirm } = parts;
  return withSession(
    sessions,
    async ({ account }, request, response) => {
      const parsed = parseInput(changeEmailSchema, request.body);
      if (!parsed.ok) return sendFailure(response, parsed);
      const email = parsed.data.email.toLowerCase();
      const answer = (isPending: boolean) => response.json({ isPending } satisfies ChangedEmail);
      if (!(await confirm(account, parsed.data.currentPassword, request, response))) return;
      if (email === account.email) return void answer(false);
      const wait = await limits.begin(clientAddress(request), email);
      if (wait !== null) return sendRateLimited(response, wait, 'Too many changes. Try again later.');
      if (mail.isConfigured) {
        await mail.sendChange({ userId: account.id, email });
        return void answer(true);
      }
      const actor = { ...account, from: senderOf(request) };
      const refused = await changeUnverified(db, actor, account.id, email, environment.clock.now());
      if (refused) return sendFailure(response, refused);
      answer(false);
    },
    readBody,
  );
}

/** Without mail nobody can confirm the address, so it changes at once. */
function changeUnverified(
  db: Kysely<Database>,
  actor: AuditActor,
  userId: string,
  email: string,
  now: number,
): Promise<Failure | null> {
  return alone(db, `email ${email}`, async (tx) => {
    const holder = await tx.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst();
    if (holder) return emailTaken;
    await setEmail(tx, userId, email, { isVerified: false, now });
    const at = new Date(now).toISOString();
    await record({ tx, now: at, actor }, { kind: 'email.changed', subject: { name: email } });
    return null;
  });
}
