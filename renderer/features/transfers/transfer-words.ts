import type { Transfer, TransferFailure } from '../../../protocol/ipc/transfer.ts';
import { count, formatBytes, formatClock, formatSpan } from '../../words/format.ts';
import type { Lamp, TransferAction } from './transfer-list.ts';
import { progress } from './transfer-list.ts';

/** Every sentence the app says about files on their way. Each answers: what happens, is it safe, what can I do. */

/** Where the file stands, in one line. */
export function transferSentence(transfer: Transfer, now: number): string {
  const { state } = transfer;
  switch (state.kind) {
    case 'seen':
      return 'Noticed. Having a look at it.';
    case 'settling':
      return settlingSentences[state.reason];
    case 'asking':
      return 'It looks unfinished and has not changed for ten minutes. Take it as it is?';
    case 'hashing':
      return 'Finished. Taking its fingerprint, so that every byte can be checked.';
    case 'hashed':
      return 'Ready. The upload starts next.';
    case 'reserved':
      return 'The server keeps a place for it. The upload starts now.';
    case 'transferring':
      return transferringSentence(transfer, state);
    case 'transferred':
      return state.settled
        ? 'All of it is there. The server checks it next.'
        : 'All of it so far is there. Waiting for the DAW to be done with it.';
    case 'committing':
      return 'The server is checking every byte.';
    case 'done':
      return doneSentences[state.outcome];
    case 'waiting':
      return waitingSentence(state, now);
    case 'paused':
      return `Paused by you${sentSoFar(transfer)}.`;
    case 'failed':
      return `${sentence(state.message)} ${sentence(state.hint)}`.trim();
  }
}

const settlingSentences = {
  writing: 'Waiting for the DAW to finish writing.',
  incomplete: 'Waiting for the DAW: the file says it is longer than what is there yet.',
  quiet: 'Looks finished. Making sure it stays that way.',
} as const;

const doneSentences = {
  'new-cut': 'Checked and safe: a new cut on the band’s screens.',
  'new-version': 'Checked and safe: a new version of its cut.',
  duplicate: 'The band has exactly this already, so nothing was added.',
} as const;

function transferringSentence(
  transfer: Transfer,
  state: Extract<Transfer['state'], { kind: 'transferring' }>,
): string {
  const percent = `${Math.floor(progress(transfer) * 100)} %`;
  if (!state.settled)
    return `Uploading ahead, ${percent}. The band sees it only when the DAW is done with it.`;
  if (!state.bytesPerSecond) return `Uploading, ${percent} of ${formatBytes(transfer.size)}.`;
  const left = formatSpan((transfer.size - state.sent) / state.bytesPerSecond);
  return `Uploading, ${percent} of ${formatBytes(transfer.size)} at ${formatBytes(state.bytesPerSecond)}/s, ${left} left.`;
}

const waitingFor = {
  network: 'Waiting for the network',
  'sign-in': 'Waiting for you to sign in again',
  server: 'Waiting for the server',
  disk: 'Waiting for this machine’s disk',
} as const;

function waitingSentence(state: Extract<Transfer['state'], { kind: 'waiting' }>, now: number): string {
  const again =
    state.retryAt === null
      ? state.for === 'sign-in'
        ? 'Safe on this machine.'
        : 'Safe on this machine; goes on by itself.'
      : state.retryAt <= now
        ? 'Trying again now.'
        : `Next try in ${formatSpan((state.retryAt - now) / 1000)}.`;
  return state.message
    ? `${waitingFor[state.for]}: ${sentence(state.message)} ${again}`
    : `${waitingFor[state.for]}. ${again}`;
}

function sentSoFar(transfer: Transfer): string {
  return transfer.sent > 0 ? ` at ${Math.floor(progress(transfer) * 100)} %; what is there stays there` : '';
}

/** A headline for each reason a file could not be put before the band. */
export const failureTitles: Record<TransferFailure, string> = {
  vanished: 'The file is gone',
  unreadable: 'Can’t read the file',
  'unsupported-type': 'Not audio, a ZIP or an image',
  'too-large': 'Too large for this server',
  refused: 'The server refused it',
  'target-gone': 'Its place is gone',
  forbidden: 'You may not upload here',
  'no-space': 'The server is full',
  'corrupt-transfer': 'Damaged on the way',
  'server-error': 'The server failed',
};

/** The state in a word or two, for the row's lamp. */
export function transferTitle(transfer: Transfer): string {
  const { state } = transfer;
  switch (state.kind) {
    case 'seen':
      return 'Seen';
    case 'settling':
      return 'Settling';
    case 'asking':
      return 'Needs you';
    case 'hashing':
    case 'hashed':
    case 'reserved':
      return 'Preparing';
    case 'transferring':
      return 'Uploading';
    case 'transferred':
    case 'committing':
      return 'Checking';
    case 'done':
      return state.outcome === 'duplicate' ? 'Already there' : 'Verified';
    case 'waiting':
      return 'Waiting';
    case 'paused':
      return 'Paused';
    case 'failed':
      return failureTitles[state.reason];
  }
}

export const actionWords: Record<TransferAction, string> = {
  pause: 'Pause',
  resume: 'Resume',
  retry: 'Try now',
  takeAsIs: 'Take as it is',
  discard: 'Take off the list',
  showInFolder: 'Show in folder',
};

/** What the lamp says, as short as it can be read from across the room. */
export function lampSentence(state: Lamp): string {
  switch (state.kind) {
    case 'idle':
      return 'All safe';
    case 'folders':
      return state.troubled === 1 ? '1 folder not watched' : `${state.troubled} folders not watched`;
    case 'settling':
      return state.open === 1 ? 'Watching 1 bounce' : `Watching ${state.open} bounces`;
    case 'uploading':
      return `${count(state.open, 'file')}, ${state.percent} %`;
    case 'waiting':
      return `${count(state.open, 'file')} ${lampWaiting[state.for]}`;
    case 'needs-you':
      return state.asking === 1 ? '1 file needs you' : `${state.asking} files need you`;
  }
}

const lampWaiting = {
  network: 'waiting for the network',
  server: 'waiting for the server',
  paused: 'paused',
} as const;

/** Says how a list of dropped files was received; `refused` with the reasons, one a line. */
export function dropSentence(
  taken: number,
  refused: { name: string; message: string }[],
): {
  title: string;
  description: string;
} | null {
  if (refused.length === 0) return null;
  const shown = refused.slice(0, 8).map(({ name, message }) => `${name}: ${message}`);
  if (refused.length > shown.length) shown.push(`and ${refused.length - shown.length} more`);
  return {
    title:
      taken === 0
        ? refused.length === 1
          ? 'This file was not taken'
          : 'None of these files were taken'
        : `${count(taken, 'file')} taken, ${refused.length} not`,
    description: shown.join('\n'),
  };
}

/** The next time the row's words change by themselves, for those that count down. */
export function countsDown(transfer: Transfer): boolean {
  return transfer.state.kind === 'waiting' && transfer.state.retryAt !== null;
}

/** When it was seen or done, as a clock time. */
export function transferClock(transfer: Transfer, now: number): string {
  return formatClock(transfer.state.kind === 'done' ? transfer.state.at : transfer.seenAt, now);
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
