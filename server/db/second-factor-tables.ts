import type { Generated } from 'kysely';

export type SecondFactorTables = {
  secondFactor: {
    userId: string;
    /** Encrypted with a key that is derived from the server's secret. */
    secret: string;
    /** Null: begun, but no code has been given yet, so it is not asked for. */
    confirmedAt: string | null;
    /** The 30 seconds of the last code that was accepted: none of them or of earlier ones is accepted again. */
    lastStep: Generated<number>;
    createdAt: string;
  };
  /** Each is deleted by its use. */
  recoveryCode: { hash: string; userId: string };
};
