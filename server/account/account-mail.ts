import { createSerialQueue } from '../../common/serial-queue.ts';
import type { ServerContext } from '../context.ts';
import { type MailText, mailText } from '../mail/mail-text.ts';
import { makeLink, type TokenFacts } from './account-tokens.ts';

/**
 * The mails about accounts. All return at once, and look accounts up afterwards: the time of an answer doesn't depend on
 * what they find.
 */
export type AccountMail = {
  readonly isConfigured: boolean;
  /** A link to choose a new password, if there is such an account. */
  sendResetLink(email: string): void;
  /** A link to confirm an address: that of the account, or the one it changes to. */
  sendConfirmation(facts: TokenFacts): void;
  /** To the account's own address, if it is confirmed. */
  sendNotice(userId: string, notice: 'passwordChanged' | 'emailChanging'): void;
  /** Resolves when everything asked for so far is with the mailer. */
  idle(): Promise<void>;
};

export function createAccountMail(context: ServerContext): AccountMail {
  const { db, mailer, publicUrl, environment, log } = context;
  const background = createSerialQueue();
  const { isConfigured } = mailer;
  const host = () => new URL(publicUrl()).host;
  const findUser = (column: 'id' | 'email', value: string) =>
    db
      .selectFrom('user')
      .select(['id', 'email', 'emailVerified'])
      .where(column, '=', value)
      .executeTakeFirst();
  const linkFor = (purpose: 'reset' | 'email', facts: TokenFacts) =>
    makeLink(db, purpose, facts, { publicUrl: publicUrl(), now: environment.clock.now() });

  function later(task: () => Promise<{ to: string; mail: MailText } | null>): void {
    if (!isConfigured) return;
    background
      .run(task)
      .then((made) => made && mailer.send(made.to, made.mail))
      .catch((error) => log.error({ err: error }, 'A mail could not be written'));
  }

  return {
    isConfigured,
    idle: background.idle,
    sendResetLink: (email) =>
      later(async () => {
        const user = await findUser('email', email.toLowerCase());
        if (!user) return null;
        const link = await linkFor('reset', { userId: user.id, email: user.email });
        return { to: user.email, mail: mailText.resetPassword(host(), link) };
      }),
    sendConfirmation: (facts) =>
      later(async () => {
        const user = await findUser('id', facts.userId);
        if (!user) return null;
        const link = () => linkFor('email', facts);
        if (user.email === facts.email) {
          return { to: user.email, mail: mailText.verifyEmail(host(), await link()) };
        }
        const holder = await findUser('email', facts.email);
        if (!holder) return { to: facts.email, mail: mailText.confirmNewEmail(host(), await link()) };
        return holder.emailVerified ? { to: facts.email, mail: mailText.emailInUse(host()) } : null;
      }),
    sendNotice: (userId, notice) =>
      later(async () => {
        const user = await findUser('id', userId);
        return user?.emailVerified ? { to: user.email, mail: mailText[notice](host()) } : null;
      }),
  };
}
