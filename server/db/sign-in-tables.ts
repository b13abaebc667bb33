import type { Generated } from 'kysely';
import type { AccountTables } from './account-tables.ts';
import type { SecondFactorTables } from './second-factor-tables.ts';

/** Sessions and credentials. */
export type SignInTables = AccountTables &
  SecondFactorTables & {
    session: {
      id: string;
      userId: string;
      /** SHA-256 of the access token. */
      tokenHash: string;
      expiresAt: string;
      ipAddress: string | null;
      userAgent: string | null;
      /** 1 = the user asked to be remembered: the session lasts 30 days instead of one. */
      remembered: Generated<number>;
      /** SHA-256 of the current refresh token. */
      refreshTokenHash: string | null;
      /** It can't be prolonged beyond this; null until `Sessions.begin`. */
      endsAt: Generated<string | null>;
      lastUsedAt: Generated<string | null>;
      /** SHA-256 of the access token before this one: good until `previousUntil`, or if that is null until the new one is used. */
      previousTokenHash: Generated<string | null>;
      previousUntil: Generated<string | null>;
      /** From which the current tokens were derived (`auth/rotation.ts`). */
      rotationSalt: Generated<string | null>;
      createdAt: string;
      updatedAt: string;
    };
    /** Refresh tokens that were exchanged: a second use ends the session. */
    spentRefreshToken: { hash: string; sessionId: string; salt: string; spentAt: string };
    account: {
      id: string;
      userId: string;
      accountId: string;
      providerId: string;
      accessToken: string | null;
      refreshToken: string | null;
      accessTokenExpiresAt: string | null;
      refreshTokenExpiresAt: string | null;
      scope: string | null;
      idToken: string | null;
      password: string | null;
      createdAt: string;
      updatedAt: string;
    };
    verification: {
      id: string;
      identifier: string;
      value: string;
      expiresAt: string;
      createdAt: string;
      updatedAt: string;
    };
  };
