import type { Request } from 'express';
import { rememberedSeconds } from './auth.ts';
import { clientAddress } from './client-address.ts';
import { sessionCookie } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';

/** The parts of an answer to a sign-in. `cookie` is a `Set-Cookie` line. */
export type StartedSession = { accessToken: string; refreshToken: string; cookie: string };

type StartOptions = {
  isRemembered: boolean;
  givesTokens: boolean;
  /** The account was made just now. */
  isNew?: boolean;
  /** For the audit log. */
  detail?: string;
};

/** Begins sessions, however somebody has signed in. */
export type SessionStart = {
  /** Makes a session of this account. Null: it is disabled. */
  start(request: Request, userId: string, options: StartOptions): Promise<StartedSession | null>;
  /** Completes a session that better-auth has made: its end and address; the account's other devices are told. */
  complete(
    request: Request,
    session: { userId: string; token: string },
    options: StartOptions,
  ): Promise<{ refreshToken: string }>;
};

export function createSessionStart(parts: {
  sessions: Sessions;
  secret: string;
  secureCookies: boolean;
  /** Tells the other devices of an account of a new session. */
  announce(account: { id: string }, sessionId: string): Promise<void>;
}): SessionStart {
  const { sessions, announce } = parts;

  const complete: SessionStart['complete'] = async (request, { userId, token }, options) => {
    const { givesTokens: givesRefreshToken, ...others } = options;
    const address = clientAddress(request);
    const begun = await sessions.begin(token, { ...others, address, givesRefreshToken });
    if (!begun.isFirst) await announce({ id: userId }, begun.id);
    return begun;
  };

  return {
    complete,
    async start(request, userId, options) {
      const { isRemembered, givesTokens } = options;
      const userAgent = request.headers['user-agent'] ?? '';
      const token = await sessions.create(userId, { isRemembered, userAgent });
      if (await sessions.refuseDisabled(token)) return null;
      const { refreshToken } = await complete(request, { userId, token }, options);
      const maxAgeSeconds = isRemembered ? rememberedSeconds : null;
      return {
        accessToken: givesTokens ? token : '',
        refreshToken,
        cookie: sessionCookie(token, { ...parts, maxAgeSeconds }),
      };
    },
  };
}
