import type { Answer } from '../../protocol/ipc/bridge.ts';
import { clientText } from '../text.ts';
import type { TransferStore } from './transfer-store.ts';

/** A note for a version that was announced already: it follows as an update, which is no news of its own. */
export type LateNote = { projectId: string; fileId: string; note: string | null };

/**
 * Writes what the version of a transfer is about. Until its commit is sent, the note becomes part of the announcement;
 * afterwards `sendLate` sends it.
 */
export async function writeNote(
  transfers: TransferStore,
  { id, note }: { id: string; note: string | null },
  sendLate: (late: LateNote) => Promise<Answer<null>>,
): Promise<Answer<null>> {
  const row = transfers.get(id);
  if (!row) return { ok: false, kind: 'not-found', message: clientText.transferGone };
  const { state, projectId } = row;
  if (state.kind === 'done') {
    const sent = await sendLate({ projectId, fileId: state.fileId, note });
    if (!sent.ok) return sent;
  }
  transfers.change(id, { note });
  return { ok: true, data: null };
}
