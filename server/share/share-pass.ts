import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../../common/clock.ts';

const cookieName = 'bandmate.share';

/** How long a link stays unlocked: an evening of listening. */
const passSeconds = 4 * 60 * 60;

/** The link that the pass is for. Its password's hash is signed too, so the pass ends with the password. */
type Locked = { id: string; passwordHash: string };

function sign({ id, passwordHash }: Locked, until: number, secret: string): string {
  return createHmac('sha256', secret).update(`share ${id} ${passwordHash} ${until}`).digest('base64url');
}

/** The `Set-Cookie` line of a pass, for someone who gave the password. Browsers send it to this link only. */
export function sharePass(
  token: string,
  locked: Locked,
  { secret, secureCookies, clock }: { secret: string; secureCookies: boolean; clock: Clock },
): string {
  const until = Math.floor(clock.now() / 1000) + passSeconds;
  return [
    `${cookieName}=${until}.${sign(locked, until, secret)}`,
    `Max-Age=${passSeconds}`,
    `Path=/api/share/${token}`,
    'HttpOnly',
    ...(secureCookies ? ['Secure'] : []),
    'SameSite=Strict',
  ].join('; ');
}

/** Whether one of the cookies is a valid pass for this link. */
export function hasSharePass(
  { cookie }: IncomingHttpHeaders,
  locked: Locked,
  { secret, clock }: { secret: string; clock: Clock },
): boolean {
  for (const [, until = '', signature = ''] of (cookie ?? '').matchAll(
    /(?:^|;\s*)bandmate\.share=(\d{1,12})\.([\w-]{43})(?=;|$)/g,
  )) {
    const isOurs = timingSafeEqual(Buffer.from(signature), Buffer.from(sign(locked, Number(until), secret)));
    if (isOurs && Number(until) > clock.now() / 1000) return true;
  }
  return false;
}
