import type { Generated } from 'kysely';

/** The columns and tables of the server's operator. */
export type OperatorTables = {
  user: {
    /** Null: it may sign in. */
    disabledAt: Generated<string | null>;
    /** Its own limit; 0 = none; null = the server's default. */
    quotaBytes: Generated<number | null>;
    /** Written as rarely as the `lastUsedAt` of its sessions, which end with them. */
    lastSeenAt: Generated<string | null>;
  };
  /** Addresses that the operator invited to make an account. */
  accountInvitation: {
    id: string;
    email: string;
    /** SHA-256 of the token in the link. */
    tokenHash: string;
    /** Null: at the command line. */
    createdBy: string | null;
    createdAt: string;
    expiresAt: string;
    usedAt: Generated<string | null>;
  };
  project: { quotaBytes: Generated<number | null> };
};
