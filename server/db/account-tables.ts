import type { Generated } from 'kysely';

/** Recovery and confirmation of accounts. */
export type AccountTables = {
  user: {
    /** When the account was deleted. Its row stays, because it names who made what. */
    closedAt: Generated<string | null>;
  };
  /** Links that were sent by mail, or made by the operator. */
  accountToken: {
    /** SHA-256 of the token in the link. */
    hash: string;
    userId: string;
    /** `reset`: choose a new password. `email`: `email` is this person's. */
    purpose: 'reset' | 'email';
    email: string;
    expiresAt: string;
  };
};
