import { basename } from 'node:path';
import { isBounceName } from '../../../client/uploads/bounce-names.ts';
import type { TransferStore } from '../../../client/uploads/transfer-store.ts';
import type { FoundFile } from '../disk/walk-folder.ts';
import type { BindingRow } from '../store/binding-table.ts';
import type { Store } from '../store/open-store.ts';
import type { TransferRow } from '../store/transfer-table.ts';
import type { Intake } from '../transfers/intake.ts';
import type { BindingList } from './binding-list.ts';
import { asOlder } from './bound-folder.ts';
import type { FolderWatches } from './folder-watches.ts';

/** Watches the folders of active bindings and hands the files in them to the intake. */
export type BindingWatches = {
  /** Starts or stops the watch of this binding, as its row requires. */
  adjust(id: string): Promise<void>;
  end(id: string): Promise<void>;
  stop(): Promise<void>;
  rescan(): void;
};

export function createBindingWatches(dependencies: {
  store: Store;
  transfers: TransferStore<TransferRow>;
  bindings: BindingList;
  folderWatches: FolderWatches;
  intake: Intake;
  onError(error: unknown): void;
}): BindingWatches {
  const { store, transfers, bindings, folderWatches, intake, onError } = dependencies;

  /** Unknown files become older ones, once: they were there before the binding, or what was known of them may be lost. */
  function offerExisting(row: BindingRow, files: FoundFile[]): void {
    const { id } = row;
    bindings.update({ ...row, offersExisting: false }, () => {
      for (const file of files) {
        const isKnown = store.knownFiles.find(id, file.path) || transfers.findOpen(id, file.path);
        if (!isKnown) store.knownFiles.put(asOlder(id, file));
      }
    });
    bindings.changed();
  }

  function begin({ id, folder }: BindingRow): Promise<void> {
    /** Paths noticed before the first scan could tell old files from new ones. */
    const early = new Set<string>();

    function notice(path: string): void {
      const row = bindings.findActive(id);
      if (!row || !isBounceName(basename(path))) return;
      if (row.offersExisting) early.add(path);
      else intake.takePath(row, path);
    }

    return folderWatches.begin(id, folder, {
      onStatus: (status) => bindings.setStatus(id, status),
      onHint: notice,
      async onFound(files, isCurrent) {
        const binding = bindings.findActive(id);
        if (binding?.offersExisting) offerExisting(binding, files);
        for (const file of files) {
          const row = isCurrent() && bindings.findActive(id);
          if (row) await intake.take(row, file).catch(onError);
        }
        for (const path of early) notice(path);
        early.clear();
      },
    });
  }

  return {
    async adjust(id) {
      const row = bindings.findActive(id);
      if (!row) return folderWatches.end(id);
      if (folderWatches.has(id)) return;
      bindings.clearStatus(id);
      await begin(row);
    },
    end: folderWatches.end,
    stop: folderWatches.stop,
    rescan: folderWatches.rescan,
  };
}
