import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod';
import type { Clock } from '../../common/clock.ts';
import { createSealedBox } from '../auth/sealed-box.ts';
import { cookiePrefix } from '../auth/session-cookie.ts';
import { flowSchema } from './provider.ts';

/** How long a person may take at the provider. */
const flowSeconds = 10 * 60;

const pendingSchema = z.object({
  provider: z.string(),
  flow: flowSchema,
  /** The session that asked to connect this identity to its account; null for a sign-in. */
  linkSessionId: z.string().nullable(),
  /** The place of the page to show afterwards, as it is behind `#`. */
  returnTo: z.string(),
  expiresAt: z.number(),
});

/** A sign-in that has gone to the provider and not come back. */
export type PendingFlow = Omit<z.infer<typeof pendingSchema>, 'expiresAt'>;

/** Keeps it in a cookie of the browser that began it, encrypted: only that browser can complete it. */
export type FlowCookie = {
  /** The `Set-Cookie` line. */
  write(pending: PendingFlow): string;
  read(headers: IncomingHttpHeaders): PendingFlow | null;
  clear(): string;
};

export function createFlowCookie(options: {
  secret: string;
  secureCookies: boolean;
  clock: Clock;
}): FlowCookie {
  const { secret, secureCookies, clock } = options;
  const box = createSealedBox(secret, 'identity flow');
  const name = `${secureCookies ? '__Secure-' : ''}${cookiePrefix}.identity`;
  const line = (value: string, maxAge: number) =>
    [`${name}=${value}`, `Max-Age=${maxAge}`, 'Path=/api/auth', 'HttpOnly', 'SameSite=Lax']
      .concat(secureCookies ? 'Secure' : [])
      .join('; ');

  return {
    write: (pending) =>
      line(
        box.seal(JSON.stringify({ ...pending, expiresAt: clock.now() + flowSeconds * 1000 })),
        flowSeconds,
      ),
    read({ cookie }) {
      const pair = cookie?.split(/; */).find((one) => one.startsWith(`${name}=`));
      const text = pair === undefined ? null : box.open(pair.slice(name.length + 1));
      if (text === null) return null;
      const pending = pendingSchema.parse(JSON.parse(text));
      return pending.expiresAt > clock.now() ? pending : null;
    },
    clear: () => line('', 0),
  };
}
