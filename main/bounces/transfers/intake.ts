import { lstat } from 'node:fs/promises';
import { basename } from 'node:path';
import { newUpload } from '../../../client/uploads/new-upload.ts';
import type { Destination } from '../../../client/uploads/song-target.ts';
import type { TransferStore } from '../../../client/uploads/transfer-store.ts';
import type { Environment } from '../../../common/environment.ts';
import type { Disk } from '../disk/disk.ts';
import { exists } from '../disk/exists.ts';
import { identityOf, sameAfterRemount } from '../disk/file-identity.ts';
import type { FoundFile } from '../disk/walk-folder.ts';
import type { BindingList } from '../folders/binding-list.ts';
import type { BindingRow } from '../store/binding-table.ts';
import type { KnownFile } from '../store/known-file-table.ts';
import type { Store } from '../store/open-store.ts';
import type { TransferRow } from '../store/transfer-table.ts';
import type { KnownBounces } from './known-bounces.ts';
import { routeBounce } from './routing.ts';
import type { TransferFlow } from './transfer-flow.ts';

/** Decides what a file in a bound folder is: nothing new, a known file under a new name, a new version, or a new cut. */
export type Intake = {
  take(binding: BindingRow, file: FoundFile): Promise<void>;
  /** Looks at the path first; folders, links and empty files are ignored. */
  takePath(binding: BindingRow, path: string): void;
  /** Resolves when no path is being looked at. */
  idle(): Promise<void>;
  /** Takes an older bounce that the person chose to upload. */
  takeOlder(binding: BindingRow, known: KnownFile): void;
};

export function createIntake(dependencies: {
  store: Store;
  transfers: TransferStore<TransferRow>;
  flow: Pick<TransferFlow, 'follow' | 'notice' | 'remove'>;
  known: Pick<KnownBounces, 'cutOf'>;
  disk: Disk;
  bindings: Pick<BindingList, 'find'>;
  environment: Pick<Environment, 'clock' | 'newId'>;
  /** Called for an unexpected failure; the next scan tries again. */
  onError(error: unknown): void;
}): Intake {
  const { store, transfers, flow, known: knownBounces, disk, bindings, environment, onError } = dependencies;
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
      ...targetFor(binding, path, cutId, environment),
    };
    // The identity is there from the start, so that the file is recognised if it is renamed before its first look.
    const row = { ...newTransfer(details, environment), identity };
    store.together(() => {
      transfers.add(row);
      also?.();
    });
    flow.follow(row.id);
  }

  /** For a file whose former name is gone: a known one keeps its cut, one on its way starts over. */
  async function followRename(binding: BindingRow, { path, identity }: FoundFile): Promise<boolean> {
    for (const former of knownFiles.findSameFile(binding.id, identity)) {
      if (former.path === path || (await exists(disk, former.path))) continue;
      knownFiles.rename(binding.id, former.path, path);
      return true;
    }
    const open = transfers.findOpenWhere(
      (row) =>
        row.bindingId === binding.id &&
        row.identity?.inode === identity.inode &&
        row.identity.device === identity.device,
    );
    if (open && !open.committing && open.path !== path && !(await exists(disk, open.path)))
      flow.remove(open.id);
    return false;
  }

  async function take(binding: BindingRow, file: FoundFile): Promise<void> {
    const { path, identity } = file;
    const known = knownFiles.find(binding.id, path);
    if (known && sameAfterRemount(known, identity)) return;
    const open = transfers.findOpen(binding.id, path);
    if (open) return flow.notice(open, identity);
    if (await followRename(binding, file)) return;
    // Meanwhile another hint may have begun it, or the person may have removed the folder.
    const isWanted = bindings.find(binding.id) && !transfers.findOpen(binding.id, path);
    if (isWanted) begin(binding, file, known ? knownBounces.cutOf(binding, known) : null);
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

/** The file at this path; null if nothing there could be a bounce. Like `walkFolder`, it ignores links. */
async function lookAt(disk: Disk, path: string): Promise<FoundFile | null> {
  try {
    const stats = await disk.run(path, () => lstat(path, { bigint: true }));
    return stats.isFile() && stats.size > 0n ? { path, identity: identityOf(stats) } : null;
  } catch {
    // Gone again, or out of reach. The looks at a file on its way find out on their own.
    return null;
  }
}

function targetFor(
  binding: BindingRow,
  path: string,
  cutId: string | null,
  { newId }: Pick<Environment, 'newId'>,
): Destination & { cutId: string } {
  if (cutId !== null) return { target: { kind: 'cut', cutId }, song: null, cutId };
  const newCutId = newId();
  return { ...routeBounce(binding, path, newCutId), cutId: newCutId };
}

export function newTransfer(
  details: Pick<
    TransferRow,
    'bindingId' | 'projectId' | 'path' | 'size' | 'onlyIfNew' | 'target' | 'song' | 'cutId'
  >,
  environment: Pick<Environment, 'clock' | 'newId'>,
): TransferRow {
  return { ...newUpload(basename(details.path), details, environment), takeAsIs: false, identity: null };
}
