import type { Clock } from '../../common/clock.ts';
import type { Transfer } from '../../protocol/ipc/transfer.ts';
import { createListeners } from '../common/listeners.ts';

export type TransferChange = { changed: Transfer[]; removed: string[] };

/** Collects changes of transfers and reports them together, so that many at once cost one report. */
export type TransferChanges = {
  changed(id: string): void;
  removed(id: string): void;
  onChange(listener: (change: TransferChange) => void): () => void;
  /** Reports what is pending now. */
  flush(): void;
};

const reportMilliseconds = 100;

export function createTransferChanges(
  read: (id: string) => Transfer | undefined,
  clock: Clock,
): TransferChanges {
  const listeners = createListeners<TransferChange>();
  const changed = new Set<string>();
  const removed = new Set<string>();
  let cancelReport: (() => void) | null = null;

  function report(): void {
    cancelReport = null;
    const transfers = [...changed].flatMap((id) => read(id) ?? []);
    const change = { changed: transfers, removed: [...removed] };
    changed.clear();
    removed.clear();
    listeners.notify(change);
  }

  function reportSoon(): void {
    cancelReport ??= clock.later(reportMilliseconds, report);
  }

  return {
    changed(id) {
      changed.add(id);
      reportSoon();
    },
    removed(id) {
      changed.delete(id);
      removed.add(id);
      reportSoon();
    },
    onChange: listeners.add,
    flush() {
      if (cancelReport === null) return;
      cancelReport();
      report();
    },
  };
}
