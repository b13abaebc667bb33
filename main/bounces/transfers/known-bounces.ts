import type { TransferStore } from '../../../client/uploads/transfer-store.ts';
import type { Environment } from '../../../common/environment.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { CommitAnswer } from '../../../protocol/wire/upload.ts';
import type { BindingList } from '../folders/binding-list.ts';
import type { LocalCopy } from '../pipeline.ts';
import type { BindingRow } from '../store/binding-table.ts';
import type { KnownDecision, KnownFile } from '../store/known-file-table.ts';
import type { Store } from '../store/open-store.ts';
import type { TransferRow } from '../store/transfer-table.ts';
import { routeBounce } from './routing.ts';

/** The decisions about the files of the bound folders, and so which cut each of them belongs to. */
export type KnownBounces = {
  find(row: TransferRow): KnownFile | undefined;
  /** Does nothing for a file outside the bound folders. */
  remember(row: TransferRow, decision: KnownDecision, cutId: string | null): void;
  /** Writes that the server has committed the file, in one transaction. */
  finish(row: TransferRow, answer: CommitAnswer): void;
  /** For a bounce whose cut was deleted by the band: makes a new cut. False if the file has no bound folder. */
  retarget(row: TransferRow): boolean;
  /** For a bounce whose vibe was deleted: sends it where its folder's bounces go now. */
  reroute(id: string): void;
  /** See `BouncePipeline.findCopies`. */
  findCopies(sha256: string): LocalCopy[];
};

export function createKnownBounces(dependencies: {
  store: Pick<Store, 'knownFiles' | 'together'>;
  transfers: TransferStore<TransferRow>;
  bindings: Pick<BindingList, 'find'>;
  environment: Pick<Environment, 'clock' | 'newId'>;
}): KnownBounces {
  const { store, transfers, bindings } = dependencies;
  const { clock, newId } = dependencies.environment;
  const { knownFiles } = store;

  const bindingOf = ({ bindingId }: TransferRow): BindingRow | undefined =>
    bindingId === null ? undefined : bindings.find(bindingId);

  function remember(row: TransferRow, decision: KnownDecision, cutId: string | null): void {
    const { bindingId, path, identity, sha256 } = row;
    if (bindingId === null || identity === null || !bindingOf(row)) return;
    knownFiles.put({ bindingId, path, ...identity, sha256, cutId, decision });
  }

  /**
   * Whether later exports of this file become versions of the cut that now holds its bytes. If the band already had
   * the bytes, they do where the names agree: the same folder on another machine, or before this one was set up
   * again. A copy under another name or in another sub-folder starts a cut of its own.
   */
  function isItsCut(row: TransferRow, file: File): boolean {
    if (file.cutId === row.cutId) return true;
    const elsewhere = ({ cutId, path }: KnownFile) => cutId === file.cutId && path !== row.path;
    return file.name === row.name && !knownFiles.findByHash(file.sha256).some(elsewhere);
  }

  return {
    find: ({ bindingId, path }) => (bindingId === null ? undefined : knownFiles.find(bindingId, path)),
    remember,
    finish(row, { file, added }) {
      const outcome = !added ? 'duplicate' : row.target.kind === 'cut' ? 'new-version' : 'new-cut';
      store.together(() => {
        remember(row, 'uploaded', isItsCut(row, file) ? file.cutId : null);
        transfers.change(row.id, {
          committing: false,
          sent: row.size,
          state: { kind: 'done', outcome, cutId: file.cutId, fileId: file.id, at: clock.now() },
        });
      });
    },
    retarget(row) {
      const binding = bindingOf(row);
      if (!binding || row.target.kind !== 'cut') return false;
      const cutId = newId();
      transfers.change(row.id, {
        ...{ cutId, target: routeBounce(binding, row.path, cutId), uploadKey: newId(), uploadId: null },
        ...{ committing: false, sent: 0, state: { kind: 'seen' } },
      });
      return true;
    },
    reroute(id) {
      const row = transfers.get(id);
      const binding = row && bindingOf(row);
      if (!binding || row.target.kind === 'cut') return;
      const target = routeBounce(binding, row.path, row.cutId);
      transfers.change(id, { target, uploadKey: newId(), uploadId: null, sent: 0 });
    },
    findCopies(sha256) {
      const moving = [...transfers.rows()]
        .reverse()
        .flatMap(({ path, identity, ...row }) =>
          identity && row.sha256 === sha256 ? [{ path, identity }] : [],
        );
      const known = knownFiles.findByHash(sha256).map(({ path, device, inode, size, modified }) => ({
        path,
        identity: { device, inode, size, modified },
      }));
      return [...moving, ...known];
    },
  };
}
