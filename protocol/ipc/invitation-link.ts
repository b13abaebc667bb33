import { deepLinkScheme } from './open-target.ts';

/** The server and the token that a link to join names; without a server, the token alone was pasted. */
export type InvitationLink = { serverUrl: string | null; token: string };

/** 256 bits in base64url. */
const wholeToken = /^[\w-]{43}$/;

/** `bandmate://join?server=https%3A%2F%2Fband.example&token=…`, which opens an invitation in the app. */
export function formatJoinLink({ serverUrl, token }: { serverUrl: string; token: string }): string {
  return `${deepLinkScheme}://join?server=${encodeURIComponent(serverUrl)}&token=${token}`;
}

/** The invitation of such a link, or null. It comes from outside, so nothing but a server and a whole token is taken from it. */
export function parseJoinLink(address: string): { serverUrl: string; token: string } | null {
  const [, query] = /^bandmate:\/\/join\/?\?([\w=&%.:/-]{1,500})$/i.exec(address) ?? [];
  const values = new URLSearchParams(query);
  const serverUrl = serverOf(values.get('server') ?? '');
  const token = values.get('token') ?? '';
  return serverUrl !== null && wholeToken.test(token) ? { serverUrl, token } : null;
}

/** An invitation as people paste it: the link of the page, of the app, or the token alone. Null if it isn’t one, or not a whole one. */
export function parseInvitationLink(pasted: string): InvitationLink | null {
  const text = pasted.trim();
  if (wholeToken.test(text)) return { serverUrl: null, token: text };
  const ofApp = parseJoinLink(text);
  if (ofApp) return ofApp;
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null;
  // A browser that has opened the link has it behind `#`.
  const place = /^#?\/(?:join|invite)\/([\w-]{43})\/?$/;
  const token = (place.exec(url.pathname) ?? place.exec(url.hash))?.[1];
  return token === undefined ? null : { serverUrl: url.origin, token };
}

/** The origin of an address that is nothing but a server. */
function serverOf(address: string): string | null {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) return null;
  return address === url.origin || address === `${url.origin}/` ? url.origin : null;
}
