import type { Generated } from 'kysely';
import type { MailLevel } from '../../protocol/wire/attention.ts';

/** Mail about news: what waits for it, and what was sent. */
export type MailTables = {
  member: {
    /** Null: off. */
    mail: Generated<MailLevel | null>;
  };
  /** A notification of which its person gets mail, unless they see it before. */
  mailedNews: {
    notificationId: string;
    userId: string;
    at: string;
    /** The mail that is being sent with it. After a crash it is sent again under the same id. */
    mailId: Generated<string | null>;
  };
  /** A person whose mail could not be sent. */
  mailDelay: { userId: string; tries: number; notBefore: string };
  /** For the limits of an address. */
  mailSent: { userId: string; at: string };
  /** Links that end such mail. */
  mailToken: {
    /** SHA-256 of the token in the link. */
    hash: string;
    userId: string;
    createdAt: string;
  };
};
