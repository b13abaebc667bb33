import { doneChange } from '../../../client/uploads/done-state.ts';
import { expectedCutName } from '../../../client/uploads/song-target.ts';
import type { TransferStore } from '../../../client/uploads/transfer-store.ts';
import type { Environment } from '../../../common/environment.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
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
  /** The cut that the next export of this file belongs to: the band may have moved its last one to another. */
  cutOf(binding: BindingRow, known: KnownFile): string | null;
  /** Does nothing for a file outside the bound folders. */
  remember(row: TransferRow, decision: KnownDecision, cutId: string | null): void;
  /** Writes that the server has committed the file, in one transaction. */
  finish(row: TransferRow, answer: CommitAnswer): void;
  /** For a bounce whose cut was deleted by the band: makes a new cut. False if the file has no bound folder. */
  retarget(row: TransferRow): boolean;
  /** For a bounce whose vibe was deleted: sends it where its folder's bounces go now. */
  reroute(id: string): void;
  /** Reads the names of a folder's pending bounces again, after its rules have changed. */
  reroutePending(bindingId: string): void;
  /** See `BouncePipeline.findCopies`. */
  findCopies(sha256: string): LocalCopy[];
};

export function createKnownBounces(dependencies: {
  store: Pick<Store, 'knownFiles' | 'together'>;
  transfers: TransferStore<TransferRow>;
  bindings: Pick<BindingList, 'find'>;
  readProject(projectId: string): ProjectSnapshot | undefined;
  environment: Pick<Environment, 'clock' | 'newId'>;
}): KnownBounces {
  const { store, transfers, bindings, readProject } = dependencies;
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
  function isItsCut(row: TransferRow, { file, added }: CommitAnswer): boolean {
    if (added || file.cutId === row.cutId) return true;
    const elsewhere = ({ cutId, path }: KnownFile) => cutId === file.cutId && path !== row.path;
    return file.name === row.name && !knownFiles.findByHash(file.sha256).some(elsewhere);
  }

  return {
    find: ({ bindingId, path }) => (bindingId === null ? undefined : knownFiles.find(bindingId, path)),
    remember,
    cutOf({ projectId }, { cutId, sha256 }) {
      if (cutId === null || sha256 === null) return cutId;
      const cuts = readProject(projectId)?.vibes.flatMap((vibe) => vibe.cuts) ?? [];
      const holders = cuts.filter(({ files }) => files.some((file) => file.sha256 === sha256));
      const [only, ...others] = holders.map(({ id }) => id);
      return only === undefined || others.length > 0 ? cutId : only;
    },
    finish(row, answer) {
      store.together(() => {
        remember(row, 'uploaded', isItsCut(row, answer) ? answer.file.cutId : null);
        transfers.change(row.id, doneChange(row, answer, clock.now()));
      });
    },
    retarget(row) {
      const binding = bindingOf(row);
      if (!binding || row.target.kind !== 'cut') return false;
      const cutId = newId();
      transfers.change(row.id, {
        ...{ cutId, ...routeBounce(binding, row.path, cutId), uploadKey: newId(), uploadId: null },
        ...{ committing: false, sent: 0, state: { kind: 'seen' } },
      });
      return true;
    },
    reroute(id) {
      const row = transfers.get(id);
      const binding = row && bindingOf(row);
      if (!binding || row.target.kind === 'cut') return;
      const destination = routeBounce(binding, row.path, row.cutId);
      transfers.change(id, { ...destination, uploadKey: newId(), uploadId: null, sent: 0 });
    },
    reroutePending(bindingId) {
      const binding = bindings.find(bindingId);
      for (const row of binding ? [...transfers.rows()] : []) {
        // A reserved upload goes where it was meant to go.
        const isPending = row.state.kind !== 'done' && row.uploadId === null && !row.committing;
        if (!binding || row.bindingId !== bindingId || !isPending || row.target.kind === 'cut') continue;
        const destination = routeBounce(binding, row.path, row.cutId);
        const cutName = expectedCutName(row.name, destination);
        transfers.change(row.id, { ...destination, cutName, uploadKey: newId() });
      }
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
