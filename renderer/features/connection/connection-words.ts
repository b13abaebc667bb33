import type { ConnectionState } from '../../../protocol/ipc/connection.ts';
import { formatClock, formatSpan } from '../../words/format.ts';

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

/**
 * What is said above the work while the server is not reached: what happened, whether anything is at risk, what to
 * do. Null when there is nothing to say: online, or a first try that is only just under way.
 */
export function connectionSentence(state: ConnectionState, now: number): string | null {
  switch (state.kind) {
    case 'online':
    case 'signed-out':
      return null;
    case 'connecting':
      return state.attempt > 1 ? 'Reaching the server again. What you do is kept on this machine.' : null;
    case 'offline': {
      const again =
        state.retryAt === null
          ? ''
          : state.retryAt <= now
            ? ' Trying again now.'
            : ` Next try in ${formatSpan((state.retryAt - now) / 1000)}.`;
      return `Offline since ${formatClock(state.since, now)}: ${ended(state.reason)}${again} Bounces and changes are kept on this machine and go out by themselves.`;
    }
    case 'unauthorised':
      return 'Your sign-in is over. Bounces and changes are kept on this machine until you sign in again.';
    case 'revoked':
      return 'Your sign-in was ended from elsewhere. Bounces and changes are kept on this machine until you sign in again.';
  }
}

function ended(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return 'no reason was given.';
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
