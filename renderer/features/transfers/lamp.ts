import type { Transfer, TransferState } from '../../../protocol/ipc/transfer.ts';
import type { Backlog } from '../../text/pending.ts';
import { concern, progress } from './transfer-list.ts';

/** Everything besides the transfers that decides whether all is safe. */
export type Around = {
  /** Bounce folders that aren't watched although they should be. */
  troubledFolders: number;
  /** Whether there is a bounce folder, or none is needed here. */
  hasFolders: boolean;
  connection: 'online' | 'offline' | 'signed-out';
  backlog: Pick<Backlog, 'changes' | 'refused'>;
};

/**
 * The one answer to “is everything safe?”, the most urgent first. It says “safe” only while nothing else is wrong: no file,
 * folder, change or connection needs anything. `percent` counts the bytes of all unfinished transfers.
 */
export type Lamp =
  | { kind: 'needs-you'; asking: number; first: Transfer }
  | { kind: 'refused'; refused: number }
  | { kind: 'folders'; troubled: number }
  | { kind: 'signed-out' }
  | { kind: 'settling'; open: Transfer[] }
  | { kind: 'preparing'; open: number }
  | { kind: 'uploading'; open: number; percent: number }
  | { kind: 'waiting'; open: number; for: 'network' | 'server' | 'paused' }
  | { kind: 'offline'; changes: number }
  | { kind: 'pending'; changes: number }
  | { kind: 'nothing' }
  | { kind: 'idle'; verified: number };

export function lamp(list: readonly Transfer[], around: Around): Lamp {
  const { backlog, connection, troubledFolders } = around;
  const open = list.filter((transfer) => transfer.state.kind !== 'done');
  const needing = open.filter((transfer) => concern(transfer.state) === 'needs-you');
  const [first] = needing;
  if (first) return { kind: 'needs-you', asking: needing.length, first };
  if (backlog.refused > 0) return { kind: 'refused', refused: backlog.refused };
  if (connection === 'signed-out') return { kind: 'signed-out' };
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

function isBeforeUpload(state: TransferState): boolean {
  return (
    state.kind === 'seen' || state.kind === 'settling' || state.kind === 'hashing' || state.kind === 'hashed'
  );
}
