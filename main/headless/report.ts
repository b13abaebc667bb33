import type { Binding, BindingStatus } from '../../protocol/ipc/binding.ts';
import type { ConnectionState } from '../../protocol/ipc/connection.ts';
import type { Transfer } from '../../protocol/ipc/transfer.ts';

/**
 * What the headless command says, one line each. With `--json` a line is this object and `at`, the moment in
 * milliseconds of Unix time; names and fields stay as they are, more may come.
 */
export type ReportLine =
  /** The server can't be reached or is busy; attempts follow by themselves. Said again only when it is for another reason. */
  | { event: 'sign-in-waiting'; message: string }
  | { event: 'signed-in'; server: string; email: string }
  /** `older`: bounces that were there before and are left alone. */
  | {
      event: 'watching';
      folder: string;
      projectId: string;
      project: string;
      vibe: string | null;
      older: number;
    }
  | { event: 'connection'; state: ConnectionState['kind']; message: string | null }
  /** The folder went away, came back, or can't be watched. */
  | { event: 'folder'; state: BindingStatus['kind']; message: string | null }
  /** Each time the state's kind changes. `message` says why it waits or failed. */
  | {
      event: 'transfer';
      id: string;
      path: string;
      name: string;
      size: number;
      state: Transfer['state']['kind'];
      message: string | null;
      /** With `done`. */
      outcome?: 'new-cut' | 'new-version' | 'duplicate';
      cutId?: string;
      fileId?: string;
    }
  | { event: 'stopped' }
  /** The command ends. */
  | { event: 'error'; message: string };

export function transferLine(transfer: Transfer): ReportLine {
  const { id, path, name, size, state } = transfer;
  const line = { event: 'transfer', id, path, name, size, state: state.kind } as const;
  if (state.kind === 'done') {
    const { outcome, cutId, fileId } = state;
    return { ...line, message: null, outcome, cutId, fileId };
  }
  if (state.kind === 'failed') return { ...line, message: `${state.message} ${state.hint}` };
  return { ...line, message: state.kind === 'waiting' ? state.message : null };
}

export function connectionLine(state: ConnectionState): ReportLine {
  return { event: 'connection', state: state.kind, message: 'reason' in state ? state.reason : null };
}

export function folderLine({ status }: Binding): ReportLine {
  return { event: 'folder', state: status.kind, message: status.kind === 'error' ? status.message : null };
}

/** A line for people; null where it would only be noise. */
export function toSentence(line: ReportLine): string | null {
  switch (line.event) {
    case 'sign-in-waiting':
      return `Not signed in yet: ${line.message} Trying again.`;
    case 'signed-in':
      return `Signed in to ${line.server} as ${line.email}.`;
    case 'watching': {
      const into = line.vibe === null ? line.project : `${line.project}, vibe ${line.vibe}`;
      const older =
        line.older === 0
          ? ''
          : ` ${line.older} older ${line.older === 1 ? 'bounce is' : 'bounces are'} left alone.`;
      return `Watching ${line.folder} for ${into}.${older}`;
    }
    case 'connection':
      return connectionSentence(line.state, line.message);
    case 'folder':
      return folderSentence(line.state, line.message);
    case 'transfer':
      return transferSentence(line);
    case 'stopped':
      return 'Stopped. What is not finished goes on at the next start.';
    case 'error':
      return line.message;
  }
}

function connectionSentence(state: ConnectionState['kind'], message: string | null): string | null {
  if (state === 'online') return 'Online.';
  if (state === 'connecting' || state === 'signed-out') return null;
  return `${state === 'offline' ? 'Offline' : 'The sign-in has ended'}: ${message ?? ''}`;
}

function folderSentence(state: BindingStatus['kind'], message: string | null): string | null {
  if (state === 'missing') return 'The folder is gone. Bounces go on when it is back.';
  if (state === 'error') return `The folder can’t be watched: ${message ?? ''}`;
  return null;
}

function transferSentence(line: Extract<ReportLine, { event: 'transfer' }>): string | null {
  const { name, state, message } = line;
  switch (state) {
    case 'seen':
      return `${name}: seen, waiting for the DAW to finish writing.`;
    case 'transferring':
      return `${name}: uploading.`;
    case 'done':
      return {
        'new-cut': `${name}: before the band as a new cut.`,
        'new-version': `${name}: before the band as a new version of its cut.`,
        duplicate: `${name}: the band has these very bytes already.`,
      }[line.outcome ?? 'new-cut'];
    case 'asking':
      return `${name}: still not complete. If it is meant to be so, take it as it is in the app.`;
    case 'waiting':
    case 'failed':
      return `${name}: ${message ?? state}`;
    default:
      return null;
  }
}
