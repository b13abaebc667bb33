import type { BrowserAnswer } from '../session/browser-sign-in.ts';

/** The answer of the browser in a link. Anyone can make one: `BrowserSignIn` checks its state. */
export function parseSignInLink(address: string): BrowserAnswer | null {
  const [, query] = /^bandmate:\/\/sign-in\/?\?([\w=&-]{1,300})$/i.exec(address) ?? [];
  const values = new URLSearchParams(query);
  const [code, state] = [values.get('code'), values.get('state')];
  return code && state ? { code, state } : null;
}
