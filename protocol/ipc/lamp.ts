import type { RecordingPause } from './beside.ts';
import type { Binding } from './binding.ts';
import type { ConnectionState, NeedsUpdate } from './connection.ts';
import type { Transfer, TransferState } from './transfer.ts';

/** App and server are too many versions apart. */
type Misfit = `${NeedsUpdate}-needs-update`;

/** Everything besides the transfers that decides whether all is safe. */
export type Around = {
  /** Bounce folders that aren't watched although they should be. */
  troubledFolders: number;
  /** Whether there is a bounce folder, or none is needed here. */
  hasFolders: boolean;
  connection: 'online' | 'offline' | 'signed-out' | Misfit;
  /** Changes that have not synced, and those that the server refused. */
  backlog: { changes: number; refused: number };
  /** While the user records. */
  pause: RecordingPause | null;
  /** In milliseconds since 1970. */
  now: number;
};

/**
 * The one answer to “is everything safe?”, the most urgent first. It says “safe” only while nothing else is wrong: no file,
 * folder, change or connection needs anything. `percent` counts the bytes of all unfinished transfers. While the user
 * records, it only says so: nothing else can be done then. `minutesLeft` is null until they resume.
 */
export type Lamp =
  | { kind: 'recording'; minutesLeft: number | null; open: number }
  | { kind: 'needs-you'; asking: number; first: Transfer }
  | { kind: 'refused'; refused: number }
  | { kind: 'folders'; troubled: number }
  | { kind: 'signed-out' | Misfit }
  | { kind: 'settling'; open: Transfer[] }
  | { kind: 'preparing'; open: number }
  | { kind: 'uploading'; open: number; percent: number }
  | { kind: 'waiting'; open: number; for: 'network' | 'server' | 'paused' }
  | { kind: 'offline'; changes: number }
  | { kind: 'pending'; changes: number }
  | { kind: 'nothing' }
  | { kind: 'idle'; verified: number };

export function lamp(list: readonly Transfer[], around: Around): Lamp {
  const { backlog, connection, troubledFolders, pause } = around;
  const open = list.filter((transfer) => transfer.state.kind !== 'done');
  if (pause) return { kind: 'recording', minutesLeft: minutesLeft(pause, around.now), open: open.length };
  const needing = open.filter((transfer) => concern(transfer.state) === 'needs-you');
  const [first] = needing;
  if (first) return { kind: 'needs-you', asking: needing.length, first };
  if (backlog.refused > 0) return { kind: 'refused', refused: backlog.refused };
  if (connection !== 'online' && connection !== 'offline') return { kind: connection };
  if (open.length > 0) return lampOfOpen(open);
  if (troubledFolders > 0) return { kind: 'folders', troubled: troubledFolders };
  if (connection === 'offline') return { kind: 'offline', changes: backlog.changes };
  if (backlog.changes > 0) return { kind: 'pending', changes: backlog.changes };
  const verified = list.length;
  return verified === 0 && !around.hasFolders ? { kind: 'nothing' } : { kind: 'idle', verified };
}

function lampOfOpen(open: Transfer[]): Lamp {
  const moving = open.filter((transfer) => concern(transfer.state) === 'moving');
  if (moving.length === 0) {
    const states = open.map((transfer) => transfer.state);
    const network = states.some((state) => state.kind === 'waiting' && state.for === 'network');
    const server = states.some((state) => state.kind === 'waiting' && state.for === 'server');
    return { kind: 'waiting', open: open.length, for: network ? 'network' : server ? 'server' : 'paused' };
  }
  if (moving.every((transfer) => isBeforeUpload(transfer.state))) {
    const unfinished = moving.filter(({ state }) => state.kind === 'seen' || state.kind === 'settling');
    if (unfinished.length > 0) return { kind: 'settling', open: unfinished };
    return { kind: 'preparing', open: moving.length };
  }
  const size = open.reduce((sum, transfer) => sum + transfer.size, 0);
  const sent = open.reduce((sum, transfer) => sum + progress(transfer) * transfer.size, 0);
  const percent = size > 0 ? Math.floor((100 * sent) / size) : 0;
  return { kind: 'uploading', open: open.length, percent };
}

/** The state of the connection, as far as the lamp shows it. */
export function connectionOf(state: ConnectionState): Around['connection'] {
  if (state.kind === 'online') return 'online';
  if (state.kind !== 'connecting' && state.kind !== 'offline') return 'signed-out';
  return state.needsUpdate ? `${state.needsUpdate}-needs-update` : 'offline';
}

/** At least 1, so that a pause never seems to be over while it lasts. Null: until the user resumes. */
export function minutesLeft({ until }: RecordingPause, now: number): number | null {
  return until === null ? null : Math.max(1, Math.ceil((until - now) / 60_000));
}

/** How a transfer concerns its owner: `needs-you` continues once the user acts, `waiting` automatically. */
export type Concern = 'needs-you' | 'moving' | 'waiting' | 'done';

export function concern(state: TransferState): Concern {
  switch (state.kind) {
    case 'failed':
    case 'asking':
      return 'needs-you';
    case 'waiting':
      return state.for === 'sign-in' || state.for === 'disk' ? 'needs-you' : 'waiting';
    case 'paused':
      return 'waiting';
    case 'done':
      return 'done';
    default:
      return 'moving';
  }
}

/** The share of the file that the server has, from 0 to 1. Stays below 1 until the server has verified the file. */
export function progress(transfer: Transfer): number {
  if (transfer.state.kind === 'done') return 1;
  if (transfer.size <= 0) return 0;
  const sent = transfer.state.kind === 'transferring' ? transfer.state.sent : transfer.sent;
  return Math.min(0.99, Math.max(0, sent / transfer.size));
}

/** Whether new bounces would go unnoticed although the user hasn't paused the folder. */
export function isInTrouble({ paused, status }: Pick<Binding, 'status' | 'paused'>): boolean {
  return !paused && (status.kind === 'missing' || status.kind === 'error');
}

function isBeforeUpload(state: TransferState): boolean {
  return (
    state.kind === 'seen' || state.kind === 'settling' || state.kind === 'hashing' || state.kind === 'hashed'
  );
}
