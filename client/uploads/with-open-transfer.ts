import type { Outcome } from '../../protocol/wire/error.ts';
import { clientText } from '../text.ts';
import type { TransferStore } from './transfer-store.ts';
import type { UploadRow } from './upload-row.ts';

/** Runs `act` on a transfer that has not finished. One that is being committed can't be stopped any more. */
export function withOpenTransfer<Row extends UploadRow>(
  transfers: Pick<TransferStore<Row>, 'get'>,
  id: string,
  act: (row: Row) => void,
): Outcome<null, 'not-found' | 'conflict'> {
  const row = transfers.get(id);
  if (!row) return { ok: false, kind: 'not-found', message: clientText.transferGone };
  if (row.state.kind === 'done' || row.state.kind === 'committing') {
    return { ok: false, kind: 'conflict', message: clientText.alreadyUploaded(row.name) };
  }
  act(row);
  return { ok: true, data: null };
}
