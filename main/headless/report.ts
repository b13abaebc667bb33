import type { Binding, BindingStatus } from '../../protocol/ipc/binding.ts';
import { type ConnectionState, type NeedsUpdate, neededUpdate } from '../../protocol/ipc/connection.ts';
import type { Transfer } from '../../protocol/ipc/transfer.ts';
import { headlessText } from '../text/headless.ts';

/**
 * The reports of the headless command, one line each. With `--json` a line is this object with `at`, Unix time in
 * milliseconds. Names and fields are stable; more may be added.
 */
export type ReportLine =
  /** The server can't be reached or is busy; the command keeps trying. Reported again only if the reason changes. */
  | { event: 'sign-in-waiting'; message: string }
  | { event: 'signed-in'; server: string; email: string }
  /** `older` counts bounces that were there before; they are not uploaded. */
  | {
      event: 'watching';
      folder: string;
      projectId: string;
      project: string;
      vibe: string | null;
      older: number;
    }
  /** `needsUpdate`: this side is too many versions older than the other one. */
  | {
      event: 'connection';
      state: ConnectionState['kind'];
      message: string | null;
      needsUpdate?: NeedsUpdate;
    }
  /** The folder disappeared, came back, or can't be watched. */
  | { event: 'folder'; state: BindingStatus['kind']; message: string | null }
  /** Reported each time the kind of state changes. `message` gives the reason for `waiting` and `failed`. */
  | {
      event: 'transfer';
      id: string;
      path: string;
      name: string;
      size: number;
      state: Transfer['state']['kind'];
      message: string | null;
      /** These come with `done`; `version` and `cutName` not for a stem. */
      outcome?: 'new-cut' | 'new-version' | 'duplicate';
      cutId?: string;
      fileId?: string;
      version?: number;
      cutName?: string;
    }
  | { event: 'stopped' }
  /** The command ends. */
  | { event: 'error'; message: string };

export function transferLine(transfer: Transfer): ReportLine {
  const { id, path, name, size, state } = transfer;
  const line = { event: 'transfer', id, path, name, size, state: state.kind } as const;
  if (state.kind === 'done') {
    const { outcome, cutId, fileId, version } = state;
    const known = version !== undefined && { version, cutName: transfer.cutName };
    return { ...line, message: null, outcome, cutId, fileId, ...known };
  }
  if (state.kind === 'failed') return { ...line, message: `${state.message} ${state.hint}` };
  return { ...line, message: state.kind === 'waiting' ? state.message : null };
}

export function connectionLine(state: ConnectionState): ReportLine {
  const needsUpdate = neededUpdate(state);
  return {
    event: 'connection',
    state: state.kind,
    message: 'reason' in state ? state.reason : null,
    ...(needsUpdate && { needsUpdate }),
  };
}

export function folderLine({ status }: Binding): ReportLine {
  return { event: 'folder', state: status.kind, message: status.kind === 'error' ? status.message : null };
}

/** The line as a sentence for people; null if it would be noise. */
export function toSentence(line: ReportLine): string | null {
  switch (line.event) {
    case 'sign-in-waiting':
      return headlessText.signInWaiting(line.message);
    case 'signed-in':
      return headlessText.signedIn(line.server, line.email);
    case 'watching': {
      const { project, vibe } = line;
      const into = vibe === null ? project : headlessText.inVibe(project, vibe);
      return headlessText.watching(line.folder, into, line.older);
    }
    case 'connection':
      return connectionSentence(line);
    case 'folder':
      return folderSentence(line.state, line.message);
    case 'transfer':
      return transferSentence(line);
    case 'stopped':
      return headlessText.stopped;
    case 'error':
      return line.message;
  }
}

function connectionSentence({
  state,
  message,
  needsUpdate,
}: Extract<ReportLine, { event: 'connection' }>): string | null {
  if (state === 'online') return headlessText.online;
  if (state === 'connecting' || state === 'signed-out') return null;
  if (needsUpdate) return message;
  return state === 'offline' ? headlessText.offline(message ?? '') : headlessText.sessionEnded(message ?? '');
}

function folderSentence(state: BindingStatus['kind'], message: string | null): string | null {
  if (state === 'missing') return headlessText.folderMissing;
  if (state === 'error') return headlessText.folderTrouble(message ?? '');
  return null;
}

function transferSentence(line: Extract<ReportLine, { event: 'transfer' }>): string | null {
  const { name, state, message, outcome = 'new-cut', version, cutName } = line;
  switch (state) {
    case 'seen':
      return headlessText.seen(name);
    case 'transferring':
      return headlessText.uploading(name);
    case 'done':
      return version !== undefined && cutName !== undefined
        ? headlessText.doneVersion(name, outcome, version, cutName)
        : headlessText.done(name, outcome);
    case 'asking':
      return headlessText.incomplete(name);
    case 'waiting':
    case 'failed':
      return headlessText.problem(name, message ?? state);
    default:
      return null;
  }
}
