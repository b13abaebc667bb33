import { lstat } from 'node:fs/promises';
import { basename } from 'node:path';
import { newUpload } from '../../client/uploads/new-upload.ts';
import type { TransferStore } from '../../client/uploads/transfer-store.ts';
import { newId } from '../../common/new-id.ts';
import type { UploadTarget } from '../../protocol/wire/upload.ts';
import type { Disk } from './disk.ts';
import { exists } from './exists.ts';
import { identityOf, sameAfterRemount } from './file-identity.ts';
import { routeBounce } from './routing.ts';
import type { BindingRow } from './store/binding-table.ts';
import type { KnownFile } from './store/known-file-table.ts';
import type { Store } from './store/open-store.ts';
import type { TransferRow } from './store/transfer-table.ts';
import type { TransferFlow } from './transfer-flow.ts';
import type { FoundFile } from './walk-folder.ts';

/** Decides what a file seen in a bound folder means: nothing new, a new name of a known one, a new version, a new cut. */
export type Intake = {
  take(binding: BindingRow, file: FoundFile): Promise<void>;
  /** Looks at the path itself first; empty files and folders are no bounces. */
  takePath(binding: BindingRow, path: string): void;
  /** When nothing that was begun is still being looked at. */
  idle(): Promise<void>;
  /** An older bounce that the person wants before the band. */
  takeOlder(binding: BindingRow, known: KnownFile): void;
};

export function createIntake(dependencies: {
  store: Store;
  transfers: TransferStore<TransferRow>;
  flow: TransferFlow;
  disk: Disk;
  /** Whether the folder is still bound: a person may take it away while a file in it is looked at. */
  isBound(bindingId: string): boolean;
  /** Something that should not happen did; the next scan tries again. */
  onError(error: unknown): void;
}): Intake {
  const { store, transfers, flow, disk, isBound, onError } = dependencies;
  const { knownFiles } = store;
  const pending = new Set<Promise<void>>();

  function begin(binding: BindingRow, file: FoundFile, cutId: string | null, also?: () => void): void {
    const { path, identity } = file;
    const details = {
      bindingId: binding.id,
      projectId: binding.projectId,
      path,
      size: identity.size,
      onlyIfNew: true,
      ...targetFor(binding, path, cutId),
    };
    // With its identity from the start, so that it is known again even if it is renamed before its first look.
    const row = { ...newTransfer(details), identity };
    store.together(() => {
      transfers.add(row);
      also?.();
    });
    flow.follow(row.id);
  }

  /** The same file under a former name that is gone: known ones keep their cut, one on its way begins anew. */
  async function followRename(binding: BindingRow, { path, identity }: FoundFile): Promise<boolean> {
    for (const former of knownFiles.findSameFile(binding.id, identity)) {
      if (former.path === path || (await exists(disk, former.path))) continue;
      knownFiles.rename(binding.id, former.path, path);
      return true;
    }
    const under = transfers.findOpenWhere(
      (row) =>
        row.bindingId === binding.id &&
        row.identity?.inode === identity.inode &&
        row.identity.device === identity.device,
    );
    if (under && !under.committing && under.path !== path && !(await exists(disk, under.path)))
      flow.drop(under.id);
    return false;
  }

  async function take(binding: BindingRow, file: FoundFile): Promise<void> {
    const { path, identity } = file;
    const known = knownFiles.find(binding.id, path);
    if (known && sameAfterRemount(known, identity)) return;
    const open = transfers.findOpen(binding.id, path);
    if (open) return flow.notice(open, identity);
    if (await followRename(binding, file)) return;
    // While we looked for a former name, another hint may have begun it.
    if (isBound(binding.id) && !transfers.findOpen(binding.id, path))
      begin(binding, file, known?.cutId ?? null);
  }

  return {
    take,
    takePath(binding, path) {
      const looking = lookAt(disk, path)
        .then((file) => (file ? take(binding, file) : undefined))
        .catch(onError)
        .finally(() => pending.delete(looking));
      pending.add(looking);
    },
    async idle() {
      await Promise.all(pending);
    },
    takeOlder(binding, known) {
      const { path, device, inode, size, modified } = known;
      begin(binding, { path, identity: { device, inode, size, modified } }, known.cutId, () =>
        knownFiles.put({ ...known, decision: 'taken' }),
      );
    },
  };
}

/**
 * The file at this path, or null where there is none that could be a bounce: the next scan sees what is there then.
 * A link is none, as for `walkFolder`.
 */
async function lookAt(disk: Disk, path: string): Promise<FoundFile | null> {
  try {
    const stats = await disk.run(path, () => lstat(path, { bigint: true }));
    return stats.isFile() && stats.size > 0n ? { path, identity: identityOf(stats) } : null;
  } catch {
    // Gone again, or out of reach. One on its way finds out by its own looks.
    return null;
  }
}

function targetFor(
  binding: BindingRow,
  path: string,
  cutId: string | null,
): { target: UploadTarget; cutId: string } {
  if (cutId !== null) return { target: { kind: 'cut', cutId }, cutId };
  const newCutId = newId();
  return { target: routeBounce(binding, path, newCutId), cutId: newCutId };
}

export function newTransfer(
  details: Pick<TransferRow, 'bindingId' | 'projectId' | 'path' | 'size' | 'onlyIfNew' | 'target' | 'cutId'>,
): TransferRow {
  return { ...newUpload(basename(details.path), details), takeAsIs: false, identity: null };
}
