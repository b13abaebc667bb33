/** Recovery and confirmation of accounts. */
export type AccountTables = {
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
