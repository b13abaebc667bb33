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
  /** A link to confirm the account's own address. */
  sendConfirmation(facts: TokenFacts): void;
  /**
   * A link to confirm the address that the account changes to, and a notice to the present one. If another account has
   * that address, its owner is told instead: the caller sees no difference. Resolves when the change is pending.
   */
  sendChange(facts: TokenFacts): Promise<void>;
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

  const sendNotice: AccountMail['sendNotice'] = (userId, notice) =>
    later(async () => {
      const user = await findUser('id', userId);
      return user?.emailVerified ? { to: user.email, mail: mailText[notice](host()) } : null;
    });

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
        const link = await linkFor('email', facts);
        return { to: facts.email, mail: mailText.verifyEmail(host(), link) };
      }),
    async sendChange(facts) {
      const link = await linkFor('email', facts);
      later(async () => {
        const holder = await findUser('email', facts.email);
        if (!holder) return { to: facts.email, mail: mailText.confirmNewEmail(host(), link) };
        return holder.emailVerified ? { to: facts.email, mail: mailText.emailInUse(host()) } : null;
      });
      sendNotice(facts.userId, 'emailChanging');
    },
    sendNotice,
  };
}
