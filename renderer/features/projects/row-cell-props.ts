import type { Pin } from '../../../protocol/ipc/media.ts';
import type { Transfer } from '../../../protocol/ipc/transfer.ts';
import type { PendingBadge } from '../pending/port.ts';
import type { Row } from './project-rows.ts';

/** Everything the cells of a row show. */
export type RowCellProps<Shown extends Row> = {
  row: Shown;
  now: number;
  narrow: boolean;
  fresh: boolean;
  badge: PendingBadge | undefined;
  arrival: Transfer | undefined;
  pin: Pin | null;
  /** The number of its open points; null while it isn't known. */
  open: number | null;
  /** The row is in the tab order, and its buttons with it. */
  focusable: boolean;
  onFold: () => void;
  onOpenVersion: (fileId: string) => void;
};
