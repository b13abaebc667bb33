import { betterAuth } from 'better-auth';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { newId } from '../../common/new-id.ts';
import type { Database } from '../db/schema.ts';
import { cookiePrefix } from './session-cookie.ts';

/** How long a remembered session lives; others live one day, which is better-auth's fixed figure. */
export const rememberedSeconds = 30 * 24 * 60 * 60;
export const unrememberedSeconds = 24 * 60 * 60;

/**
 * better-auth as a library: accounts, password hashing (scrypt), signed cookies, sessions. Its own HTTP handler is
 * not mounted; `auth-routes.ts` calls it behind the documented routes. Who sends a request is read by `sessions.ts`
 * from cookie and table directly: that is asked each time and must cost little.
 *
 * Sessions are not prolonged by use (`disableSessionRefresh`), only by `POST /api/auth/refresh`: so a one-day
 * session that is used with a bearer token never turns into one of thirty days.
 */
export function createAuth(options: {
  db: Kysely<Database>;
  secret: string;
  secureCookies: boolean;
  publicUrl: string | null;
  log: Logger;
}) {
  return betterAuth({
    // Only used for links and redirects, of which we have none.
    baseURL: options.publicUrl ?? 'http://localhost',
    secret: options.secret,
    database: { db: options.db, type: 'sqlite', transaction: true },
    emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 128 },
    user: { additionalFields: { role: { type: 'string', input: false, defaultValue: 'MEMBER' } } },
    session: {
      expiresIn: rememberedSeconds,
      disableSessionRefresh: true,
      additionalFields: { remembered: { type: 'number', input: false, defaultValue: 0 } },
    },
    advanced: {
      cookiePrefix,
      useSecureCookies: options.secureCookies,
      database: { generateId: () => newId() },
      // Our own rule stands before every route and every handshake (`origin.ts`).
      disableCSRFCheck: true,
      disableOriginCheck: true,
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message) => options.log.error({ from: 'better-auth' }, message) },
  });
}

export type Auth = ReturnType<typeof createAuth>;
