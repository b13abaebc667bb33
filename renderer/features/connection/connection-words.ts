import type { ConnectionState } from '../../../protocol/ipc/connection.ts';
import { formatClock, formatSpan } from '../../text/format.ts';
import { type Backlog, backlogText } from '../../text/pending.ts';

export type ConnectionTone = 'good' | 'hot' | 'over';

/** The state in a word or two, always on screen. */
export function connectionTitle(state: ConnectionState): string {
  switch (state.kind) {
    case 'online':
      return 'Online';
    case 'connecting':
      return 'Connecting';
    case 'offline':
      return 'Offline';
    case 'unauthorised':
      return 'Sign in again';
    case 'revoked':
      return 'Signed out elsewhere';
    case 'signed-out':
      return 'Signed out';
  }
}

export function connectionTone(state: ConnectionState): ConnectionTone {
  if (state.kind === 'online') return 'good';
  return state.kind === 'connecting' || state.kind === 'offline' ? 'hot' : 'over';
}

/** What the banner says: what it means for one's work, and below it why and what comes next. */
export type ConnectionNews = { headline: string; detail: string };

/**
 * What is said above the work while the server is not reached: what happened, whether anything is at risk, what to
 * do. Null when there is nothing to say: online, or a first try that is only just under way. `keeps`: what waits
 * outlasts the window.
 */
export function connectionNews(
  state: ConnectionState,
  now: number,
  backlog: Backlog,
  keeps: boolean,
): ConnectionNews | null {
  const kept = keeps ? 'is kept here' : 'is kept in this tab, so leave it open,';
  const waiting = backlogText(backlog);
  const waits = waiting === null ? '' : ` ${waiting} ${isOne(backlog) ? 'waits' : 'wait'}.`;
  switch (state.kind) {
    case 'online':
    case 'signed-out':
      return null;
    case 'connecting':
      return state.attempt > 1
        ? {
            headline: `Reaching the server again. What you do ${kept} and goes out by itself.`,
            detail: waits.trim(),
          }
        : null;
    case 'offline':
      return {
        headline: `You are offline. What you do ${kept} and goes out by itself.`,
        detail: `Since ${formatClock(state.since, now)}: ${ended(state.reason)}${nextTry(state.retryAt, now)}${waits}`,
      };
    case 'unauthorised':
      return {
        headline: `The server doesn’t know your sign-in any more: sign in again${rest(backlog, keeps)}`,
        detail: '',
      };
    case 'revoked':
      return {
        headline: `Your sign-in was ended from elsewhere: sign in again${rest(backlog, keeps)}`,
        detail: '',
      };
  }
}

function nextTry(retryAt: number | null, now: number): string {
  if (retryAt === null) return '';
  return retryAt <= now ? ' Trying again now.' : ` Next try in ${formatSpan((retryAt - now) / 1000)}.`;
}

/** What becomes of one's work by a new sign-in; a browser's tab loses with the old one what waits in it. */
function rest(backlog: Backlog, keeps: boolean): string {
  const waiting = backlogText(backlog);
  if (waiting === null)
    return keeps ? '. What you do is kept here until then.' : '. What you do before that is lost.';
  return keeps
    ? `; ${waiting} ${isOne(backlog) ? 'waits' : 'wait'} here until then.`
    : `; ${waiting} in this tab ${isOne(backlog) ? 'is' : 'are'} lost by that.`;
}

function isOne({ changes, files }: Backlog): boolean {
  return changes + files === 1;
}

function ended(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return 'no reason was given.';
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
