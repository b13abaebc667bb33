import { Router } from 'express';
import type { Kysely } from 'kysely';
import { type AccountFacts, confirmEmailSchema } from '../../protocol/wire/account.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { record } from '../audit/record.ts';
import { type Sender, senderOf } from '../audit/sender.ts';
import { clientAddress } from '../auth/client-address.ts';
import type { ServerContext } from '../context.ts';
import { alone } from '../db/alone.ts';
import type { Database } from '../db/schema.ts';
import { failure, parseInput } from '../failure.ts';
import { hashToken } from '../hash-token.ts';
import { sendFailure, sendOutcome, sendRateLimited } from '../http/answer.ts';
import { strangerJson } from '../http/body.ts';
import { signedIn } from '../http/signed-in.ts';
import type { AccountMail } from './account-mail.ts';
import { readToken, voidLinks } from './account-tokens.ts';
import type { MailLimits } from './mail-limits.ts';
import { expiredLink } from './recovery-routes.ts';

export const emailTaken = failure('conflict', 'email: There is already an account with this email.');

/** The sign-in of an account as its owner sees it, and confirming an address. */
export function createEmailRoutes(
  context: ServerContext,
  { mail, limits }: { mail: AccountMail; limits: MailLimits },
): Router {
  const { db, environment } = context;
  const router = Router();

  router.get(
    '/api/auth/account',
    signedIn(context, async (actor, _request, response) => {
      response.json(await readFacts(db, actor.id, environment.clock.now(), mail.isConfigured));
    }),
  );

  router.post(
    '/api/auth/send-verification',
    signedIn(context, async (actor, request, response) => {
      if (!mail.isConfigured) return sendFailure(response, noMail);
      const wait = await limits.begin(clientAddress(request), actor.email);
      if (wait !== null) return sendRateLimited(response, wait, 'Too many emails. Try again later.');
      const { emailVerified } = await readFacts(db, actor.id, environment.clock.now(), true);
      if (!emailVerified) mail.sendConfirmation({ userId: actor.id, email: actor.email });
      response.json({});
    }),
  );

  router.post('/api/auth/verify-email', strangerJson, async (request, response) => {
    const parsed = parseInput(confirmEmailSchema, request.body);
    if (!parsed.ok) return sendFailure(response, parsed);
    sendOutcome(
      response,
      await confirmEmail(db, parsed.data.token, senderOf(request), environment.clock.now()),
    );
  });

  return router;
}

const noMail = failure('conflict', 'This server doesn’t send email.');

/** Takes the address that the link was sent to as the account's own. It may be a new one. */
async function confirmEmail(
  db: Kysely<Database>,
  token: string,
  from: Sender,
  now: number,
): Promise<Outcome<object>> {
  return alone(db, `token ${hashToken(token)}`, async (tx) => {
    const facts = await readToken(tx, 'email', token, now);
    if (!facts) return expiredLink;
    const { userId, email } = facts;
    await voidLinks(tx, userId, 'email');
    const holders = await tx
      .selectFrom('user')
      .select(['id', 'email'])
      .where((where) => where.or([where('email', '=', email), where('id', '=', userId)]))
      .execute();
    if (holders.some(({ id }) => id !== userId)) return emailTaken;
    await setEmail(tx, userId, email, { isVerified: true, now });
    const former = holders[0]?.email ?? '';
    const kind = former === email ? 'email.verified' : 'email.changed';
    const actor = { id: userId, email: former, from };
    await record({ tx, now: new Date(now).toISOString(), actor }, { kind, subject: { name: email } });
    return { ok: true, data: {} };
  });
}

/** A link to reset the password that was sent to a former address is voided. */
export async function setEmail(
  db: Kysely<Database>,
  userId: string,
  email: string,
  { isVerified, now }: { isVerified: boolean; now: number },
): Promise<void> {
  await db
    .updateTable('user')
    .set({ email, emailVerified: isVerified ? 1 : 0, updatedAt: new Date(now).toISOString() })
    .where('id', '=', userId)
    .execute();
  await db.deleteFrom('accountToken').where('userId', '=', userId).where('email', '!=', email).execute();
}

async function readFacts(
  db: Kysely<Database>,
  userId: string,
  now: number,
  sendsMail: boolean,
): Promise<AccountFacts> {
  const { email, emailVerified } = await db
    .selectFrom('user')
    .select(['email', 'emailVerified'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  const pending = await db
    .selectFrom('accountToken')
    .select('email')
    .where('userId', '=', userId)
    .where('purpose', '=', 'email')
    .where('email', '!=', email)
    .where('expiresAt', '>', new Date(now).toISOString())
    .executeTakeFirst();
  const withPassword = await db
    .selectFrom('account')
    .select('id')
    .where('userId', '=', userId)
    .where('password', 'is not', null)
    .executeTakeFirst();
  return {
    email,
    emailVerified: emailVerified === 1,
    pendingEmail: pending?.email ?? null,
    hasPassword: withPassword !== undefined,
    sendsMail,
  };
}
