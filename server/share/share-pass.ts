import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const cookieName = 'bandmate.share';

/** How long a password that was given once holds: an evening of listening. */
const passSeconds = 4 * 60 * 60;

/** What the pass is for. A link with another password would have another hash, so the pass would end with it. */
type Locked = { id: string; passwordHash: string };

function sign({ id, passwordHash }: Locked, until: number, secret: string): string {
  return createHmac('sha256', secret).update(`share ${id} ${passwordHash} ${until}`).digest('base64url');
}

/** The `Set-Cookie` line for who gave the password. Browsers send it to this one link only. */
export function sharePass(
  token: string,
  locked: Locked,
  { secret, secureCookies }: { secret: string; secureCookies: boolean },
): string {
  const until = Math.floor(Date.now() / 1000) + passSeconds;
  return [
    `${cookieName}=${until}.${sign(locked, until, secret)}`,
    `Max-Age=${passSeconds}`,
    `Path=/api/share/${token}`,
    'HttpOnly',
    ...(secureCookies ? ['Secure'] : []),
    'SameSite=Strict',
  ].join('; ');
}

/** Whether one of the cookies is a pass for this link that still holds. */
export function hasSharePass({ cookie }: IncomingHttpHeaders, locked: Locked, secret: string): boolean {
  for (const [, until = '', signature = ''] of (cookie ?? '').matchAll(
    /(?:^|;\s*)bandmate\.share=(\d{1,12})\.([\w-]{43})(?=;|$)/g,
  )) {
    const isOurs = timingSafeEqual(Buffer.from(signature), Buffer.from(sign(locked, Number(until), secret)));
    if (isOurs && Number(until) > Date.now() / 1000) return true;
  }
  return false;
}
