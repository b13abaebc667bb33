import { lampWords } from '../../../common/lamp-words.ts';
import { type Lamp, progress } from '../../../protocol/ipc/lamp.ts';
import type { Transfer } from '../../../protocol/ipc/transfer.ts';
import { formatClock } from '../../text/format.ts';
import { transfersText } from '../../text/transfers.ts';

/** Where a file is now: its cut, and its number among the versions there. */
export type DonePlace = { cut: { name: string }; version: number | null };

/** Describes in one line what is happening to the file. `place`: where an uploaded file is, if that is known here. */
export function transferSentence(transfer: Transfer, now: number, place: DonePlace | null = null): string {
  const { state } = transfer;
  switch (state.kind) {
    case 'settling':
      return transfersText.settling[state.reason];
    case 'transferring':
      return transferringSentence(transfer, state);
    case 'transferred':
      return state.settled ? transfersText.transferred : transfersText.transferredAhead;
    case 'done':
      return doneSentence(state, place);
    case 'waiting':
      return waitingSentence(state, now);
    case 'paused':
      return transfer.sent > 0 ? transfersText.pausedAt(percent(transfer)) : transfersText.paused;
    case 'failed':
      return `${asSentence(state.message)} ${asSentence(state.hint)}`.trim();
    default:
      return transfersText[state.kind];
  }
}

type State<Kind extends Transfer['state']['kind']> = Extract<Transfer['state'], { kind: Kind }>;

function doneSentence({ outcome }: State<'done'>, place: DonePlace | null): string {
  const text = transfersText;
  const name = place?.cut.name;
  const version = place?.version ?? null;
  if (name === undefined)
    return { 'new-cut': text.newCut, 'new-version': text.newVersion, duplicate: text.duplicate }[outcome];
  if (outcome === 'duplicate')
    return version === null ? text.duplicateOf(name) : text.duplicateVersion(version, name);
  if (version === null) return text.newFileOf(name);
  // A new cut's file that was moved since is a later version of another cut.
  return outcome === 'new-cut' && version === 1 ? text.newCutNamed(name) : text.newVersionOf(version, name);
}

function transferringSentence(transfer: Transfer, state: State<'transferring'>): string {
  const { size } = transfer;
  if (!state.settled) return transfersText.uploadingAhead(percent(transfer));
  if (!state.bytesPerSecond) return transfersText.uploading(percent(transfer), size);
  const secondsLeft = (size - state.sent) / state.bytesPerSecond;
  return transfersText.uploadingAt(percent(transfer), size, state.bytesPerSecond, secondsLeft);
}

function waitingSentence(state: State<'waiting'>, now: number): string {
  return transfersText.waiting(
    transfersText.waitingFor[state.for],
    asSentence(state.message),
    nextStep(state, now),
  );
}

function nextStep({ for: reason, retryAt }: State<'waiting'>, now: number): string {
  if (retryAt === null)
    return reason === 'sign-in' ? transfersText.safeHere : transfersText.safeHereContinues;
  return retryAt <= now ? transfersText.tryingNow : transfersText.nextTry((retryAt - now) / 1000);
}

/** The state in a word or two, for the end of the row. */
export function transferTitle({ state }: Transfer): string {
  if (state.kind === 'failed') return transfersText.failures[state.reason];
  if (state.kind === 'done' && state.outcome === 'duplicate') return transfersText.titles.duplicate;
  return transfersText.titles[state.kind];
}

/** The lamp's text: a line to read from across the room, and a second one with the rest. */
export function lampText(state: Lamp): { title: string; detail: string } {
  return { title: lampWords(state), detail: lampDetail(state) };
}

function lampDetail(state: Lamp): string {
  const { lamp } = transfersText;
  switch (state.kind) {
    case 'recording':
      return lamp.recording(state.open);
    case 'needs-you':
      return lamp.named(state.first.name, transferTitle(state.first));
    case 'refused':
    case 'pending':
      return lamp.filesSafe;
    case 'folders':
      return lamp.foldersHint;
    case 'signed-out':
      return lamp.signedOutHint;
    case 'app-needs-update':
      return lamp.newerServer;
    case 'server-needs-update':
      return lamp.olderServer;
    case 'settling': {
      const size = state.open.reduce((sum, transfer) => sum + transfer.size, 0);
      const [only] = state.open;
      const what = state.open.length === 1 && only ? only.name : lamp.bounces(state.open.length);
      return lamp.soFar(what, size);
    }
    case 'preparing':
    case 'waiting':
      return lamp.safeHere;
    case 'uploading':
      return lamp.percent(state.percent);
    case 'offline':
      return lamp.willSync(state.changes);
    case 'nothing':
      return lamp.nothingHint;
    case 'idle':
      return lamp.verified(state.verified);
  }
}

/** Whether the row's sentence changes every second. */
export function countsDown({ state }: Transfer): boolean {
  return state.kind === 'waiting' && state.retryAt !== null;
}

/** When the file was found, or when its upload ended, as a clock time. */
export function transferClock({ state, seenAt }: Transfer, now: number): string {
  return formatClock(state.kind === 'done' ? state.at : seenAt, now);
}

function percent(transfer: Transfer): number {
  return Math.floor(progress(transfer) * 100);
}

function asSentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
