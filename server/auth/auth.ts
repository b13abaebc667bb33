import { AsyncLocalStorage } from 'node:async_hooks';
import { kyselyAdapter } from '@better-auth/kysely-adapter';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Environment } from '../../common/environment.ts';
import { isCollision } from '../db/alone.ts';
import type { Database } from '../db/schema.ts';
import { isNoSpace } from '../storage/disk.ts';
import { withHashedTokens } from './hashed-tokens.ts';
import { createPasswordCheck } from './password-check.ts';
import type { PasswordHasher } from './password-hash.ts';
import { cookiePrefix } from './session-cookie.ts';

/** How long a remembered session lives; others live one day, which is better-auth's fixed figure. */
export const rememberedSeconds = 30 * 24 * 60 * 60;
export const unrememberedSeconds = 24 * 60 * 60;

/**
 * better-auth as a library: accounts, signed cookies, sessions. Its own HTTP handler is not mounted;
 * `auth-routes.ts` calls it behind the documented routes. `sessions.ts` reads the sender of a request from cookie
 * and table directly, because that happens for each request and must cost little.
 *
 * Sessions are not prolonged by use (`disableSessionRefresh`), only by `POST /api/auth/refresh`: so a one-day
 * session that is used with a bearer token never turns into one of thirty days.
 */
export function createAuth(options: {
  db: Kysely<Database>;
  secret: string;
  secureCookies: boolean;
  publicUrl: string | null;
  hasher: PasswordHasher;
  environment: Pick<Environment, 'newId'>;
  log: Logger;
}) {
  const registering = new AsyncLocalStorage<{ passwordHash: string; error?: unknown }>();
  const check = createPasswordCheck(options.db, options.hasher);
  const { api } = betterAuth({
    // Only used for links and redirects, of which we have none.
    baseURL: options.publicUrl ?? 'http://localhost',
    secret: options.secret,
    database: (authOptions: BetterAuthOptions) =>
      withHashedTokens(
        kyselyAdapter(options.db, { type: 'sqlite', transaction: true })(authOptions),
        (error) => {
          const registration = registering.getStore();
          if (registration) registration.error = error;
        },
      ),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 8,
      maxPasswordLength: 128,
      password: {
        // Without a prepared hash it is only called for an address that has no account.
        hash: async (password) => registering.getStore()?.passwordHash ?? check.refuse(password),
        verify: check.verify,
      },
    },
    user: { additionalFields: { role: { type: 'string', input: false, defaultValue: 'MEMBER' } } },
    session: {
      expiresIn: rememberedSeconds,
      disableSessionRefresh: true,
      fields: { token: 'tokenHash' },
      additionalFields: { remembered: { type: 'number', input: false, defaultValue: 0 } },
    },
    advanced: {
      cookiePrefix,
      useSecureCookies: options.secureCookies,
      database: { generateId: () => options.environment.newId() },
      // Our own check runs before every route and every handshake (`origin.ts`).
      disableCSRFCheck: true,
      disableOriginCheck: true,
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message) => options.log.error({ from: 'better-auth' }, message) },
  });

  type NewAccount = { email: string; password: string; name: string };

  async function signUp(body: NewAccount, passwordHash: string, headers: Headers) {
    const registration: { passwordHash: string; error?: unknown } = { passwordHash };
    return registering.run(registration, async () => {
      try {
        return await api.signUpEmail({ body: { ...body, rememberMe: true }, headers, returnHeaders: true });
      } catch (error) {
        // better-auth answers a full disk as if the request were wrong.
        throw isNoSpace(registration.error) || isCollision(registration.error) ? registration.error : error;
      }
    });
  }

  return {
    /**
     * Makes an account and signs it in. `passwordHash` is made by the caller beforehand: better-auth would hash
     * within its transaction, and every other request would wait for the database meanwhile.
     */
    signUp: (body: NewAccount, passwordHash: string, headers: Headers) =>
      signUp(body, passwordHash, headers).catch((error) => {
        // Another request has made this account meanwhile, which the second attempt says.
        if (isCollision(error)) return signUp(body, passwordHash, headers);
        throw error;
      }),
    /** Takes as long for an unknown address as for a wrong password. */
    signIn: (body: { email: string; password: string; rememberMe: boolean }, headers: Headers) =>
      api.signInEmail({ body, headers, returnHeaders: true }),
    /** Answers the headers that clear the cookies. */
    signOut: () => api.signOut({ headers: new Headers(), returnHeaders: true }),
  };
}

export type Auth = ReturnType<typeof createAuth>;
