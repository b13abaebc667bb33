import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Transfer } from '../../../protocol/ipc/transfer.ts';
import { plural } from '../../text/format.ts';
import { isRefused } from './pending-badge.ts';

/** How much has not reached the band: changes on their way, refused ones, and files. */
export type Backlog = { changes: number; refused: number; files: number };

export function backlogOf(
  operations: readonly PendingOperation[],
  transfers: readonly Pick<Transfer, 'state'>[],
): Backlog {
  const refused = operations.filter(isRefused).length;
  const files = transfers.filter(({ state }) => state.kind !== 'done').length;
  return { changes: operations.length - refused, refused, files };
}

/** `3 changes and 1 file`; null when nothing waits. Refused changes don't: they need a hand. */
export function backlogWords({ changes, files }: Backlog): string | null {
  const parts = [changes > 0 && plural(changes, 'change'), files > 0 && plural(files, 'file')].filter(
    Boolean,
  );
  return parts.length === 0 ? null : parts.join(' and ');
}

/** What the status bar says of changes; null when there are none. */
export function changesWords({ changes, refused }: Backlog): string | null {
  const waiting = changes > 0 ? `${plural(changes, 'change')} waiting` : '';
  if (refused === 0) return waiting === '' ? null : waiting;
  return waiting === '' ? `${plural(refused, 'change')} refused` : `${refused} refused, ${changes} waiting`;
}

/**
 * What becomes of what waits when one signs out. `keeps`: it stays on this machine for the account; in a browser it is
 * gone with the sign-in.
 */
export function signOutWords(backlog: Backlog, name: string, keeps: boolean): string {
  const waiting = backlogWords(backlog);
  const refused = backlog.refused > 0 ? `${plural(backlog.refused, 'refused change')}` : null;
  if (waiting === null && refused === null) return 'Everything you did has reached the band.';
  const all = [waiting, refused].filter(Boolean).join(', and ');
  const isOne = backlog.changes + backlog.files + backlog.refused === 1;
  const has = isOne ? 'has' : 'have';
  if (!keeps) return `${all} ${has} not reached the band and ${isOne ? 'is' : 'are'} lost when you sign out.`;
  const they = isOne ? 'It stays' : 'They stay';
  return `${all} ${has} not reached the band. ${they} on this machine, for this account alone, until ${name} signs in here again.`;
}
