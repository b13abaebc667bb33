import { updateWords } from '../../common/update-words.ts';
import type { Capabilities } from '../../protocol/ipc/capabilities.ts';
import { type ConnectionState, type NeedsUpdate, neededUpdate } from '../../protocol/ipc/connection.ts';
import { formatClock, formatSpan } from './format.ts';
import { type Backlog, backlogText } from './pending.ts';

export const connectionText = {
  label: (title: string) => `Connection: ${title}`,
  trouble: 'Connection trouble',
  retryNow: 'Retry now',
  signInAgain: 'Sign in again',
  updates: 'Updates…',
  reload: 'Reload',
};

const titles = {
  online: 'Online',
  connecting: 'Connecting',
  offline: 'Offline',
  unauthorised: 'Sign in again',
  revoked: 'Signed out elsewhere',
  'signed-out': 'Signed out',
} satisfies Record<ConnectionState['kind'], string>;

/** The state in a word or two, always on screen. */
export function connectionTitle(state: ConnectionState): string {
  const needsUpdate = neededUpdate(state);
  return needsUpdate ? updateWords[needsUpdate].title : titles[state.kind];
}

type Abilities = Pick<Capabilities, 'keepsChanges' | 'updatesItself'>;

/** Names the side that is too old, and the next step. */
export function misfitSentence(
  needsUpdate: NeedsUpdate,
  { updatesItself }: Pick<Abilities, 'updatesItself'>,
): string {
  const { sentence } = updateWords[needsUpdate];
  if (needsUpdate === 'server') return sentence;
  return `${sentence} ${updatesItself ? 'Update the app.' : 'Reload this page.'}`;
}

/** The banner: what the state means for the user's work, and below it the reason and the next step. */
export type ConnectionNews = { headline: string; detail: string };

/**
 * The banner's text while the server can't be reached: what happened, whether anything is at risk, what to do. Null
 * while there is nothing to say: online, or during the first attempt. `now` in milliseconds of Unix time.
 */
export function connectionNews(
  state: ConnectionState,
  now: number,
  backlog: Backlog,
  abilities: Abilities,
): ConnectionNews | null {
  const isKept = abilities.keepsChanges;
  // The button beside it has the number of changes.
  const files = backlogText({ ...backlog, changes: 0 });
  const amount = files === null ? '' : ` ${files} pending.`;
  const saved = isKept
    ? 'Changes are saved and will sync.'
    : 'Changes are kept in this tab and will sync. Keep it open.';
  const needsUpdate = neededUpdate(state);
  if (needsUpdate) {
    const retry = state.kind === 'offline' ? nextTry(state.retryAt, now) : '';
    return {
      headline:
        `${misfitSentence(needsUpdate, abilities)} ${needsUpdate === 'app' && !isKept ? untilReload(backlog) : saved}`.trim(),
      detail: `${retry}${amount}`.trim(),
    };
  }
  switch (state.kind) {
    case 'online':
    case 'signed-out':
      return null;
    case 'connecting':
      return state.attempt > 1 ? { headline: `Reconnecting. ${saved}`, detail: amount.trim() } : null;
    case 'offline':
      return {
        headline: `You’re offline. ${saved}`,
        detail: `Since ${formatClock(state.since, now)}: ${asSentence(state.reason)}${nextTry(state.retryAt, now)}${amount}`,
      };
    case 'unauthorised':
      return {
        headline: `Your session has expired. Sign in again. ${untilSignIn(backlog, isKept)}`,
        detail: '',
      };
    case 'revoked':
      return {
        headline: `You were signed out elsewhere. Sign in again. ${untilSignIn(backlog, isKept)}`,
        detail: '',
      };
  }
}

function nextTry(retryAt: number | null, now: number): string {
  if (retryAt === null) return '';
  return retryAt <= now ? ' Trying again now.' : ` Next try in ${formatSpan((retryAt - now) / 1000)}.`;
}

/** A page that has to be loaded again loses what was not sent. */
function untilReload(backlog: Backlog): string {
  const pending = backlogText(backlog);
  return pending === null ? '' : `${pending} in this tab will be lost.`;
}

/** The fate of pending work until the user has signed in again. A browser tab loses it with the old session. */
function untilSignIn(backlog: Backlog, isKept: boolean): string {
  const pending = backlogText(backlog);
  if (pending === null)
    return isKept ? 'Changes are saved until then.' : 'Changes made before that will be lost.';
  if (isKept) return `${pending} will sync after that.`;
  return `${pending} in this tab will be lost.`;
}

function asSentence(reason: string): string {
  const trimmed = reason.trim();
  if (trimmed === '') return 'no reason given.';
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
