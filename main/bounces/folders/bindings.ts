import { resolve } from 'node:path';
import type { TransferStore } from '../../../client/uploads/transfer-store.ts';
import type { Environment } from '../../../common/environment.ts';
import { createSerialQueue } from '../../../common/serial-queue.ts';
import type { Binding } from '../../../protocol/ipc/binding.ts';
import type { Outcome } from '../../../protocol/wire/error.ts';
import type { Disk } from '../disk/disk.ts';
import type { BouncePipeline, PipelineRefusal } from '../pipeline.ts';
import type { BindingRow } from '../store/binding-table.ts';
import type { Store } from '../store/open-store.ts';
import type { TransferRow } from '../store/transfer-table.ts';
import type { Intake } from '../transfers/intake.ts';
import type { TransferFlow } from '../transfers/transfer-flow.ts';
import type { BindingList } from './binding-list.ts';
import { alreadyBound, noBinding, noFolder } from './binding-refusals.ts';
import type { BindingWatches } from './binding-watches.ts';
import { holds, toOlder } from './bound-folder.ts';
import { isReadableFolder, realPathOf } from './folder-place.ts';

type CreateBinding = Parameters<BouncePipeline['createBinding']>[0];

/** A person’s actions on bound folders. */
export type Bindings = {
  start(): Promise<void>;
  create: BouncePipeline['createBinding'];
  /** A binding moved to another project counts as new: the files in its folder are offered. */
  update: BouncePipeline['updateBinding'];
  remove: BouncePipeline['removeBinding'];
  listOlder: BouncePipeline['listOlder'];
  decideOlder(id: string, upload: string[]): Outcome<null, PipelineRefusal>;
  /** See `BouncePipeline.setProjects`. Until the first call every project is taken to be there. */
  setProjects: BouncePipeline['setProjects'];
};

export function createBindings(dependencies: {
  store: Store;
  transfers: TransferStore<TransferRow>;
  bindings: BindingList;
  watches: BindingWatches;
  flow: TransferFlow;
  intake: Intake;
  disk: Disk;
  environment: Pick<Environment, 'clock' | 'newId'>;
  onError(error: unknown): void;
}): Bindings {
  const { store, transfers, bindings, watches, flow, intake, disk, environment, onError } = dependencies;
  /** Of two simultaneous requests for one folder, the second must find it bound. */
  const creating = createSerialQueue();

  /** Discards unfinished transfers and forgets the known files: they mean nothing to another project. */
  function forgetFiles(id: string): void {
    for (const row of [...transfers.rows()]) {
      if (row.bindingId === id && row.state.kind !== 'done') flow.remove(row.id);
    }
    store.knownFiles.forget(id);
  }

  /** Compares real paths: a link and the folder it leads to would upload every bounce twice. */
  async function findOverlapping(
    folder: string,
    projectId: string,
    exceptId?: string,
  ): Promise<BindingRow | undefined> {
    const place = (await realPathOf(disk, folder)) ?? folder;
    for (const row of bindings.rows()) {
      if (row.projectId !== projectId || row.id === exceptId) continue;
      const bound = (await realPathOf(disk, row.folder)) ?? row.folder;
      if (holds(bound, place) || holds(place, bound)) return row;
    }
    return undefined;
  }

  async function create(request: CreateBinding): Promise<Outcome<Binding, PipelineRefusal>> {
    const { projectId, routing, stacking = true } = request;
    const folder = resolve(request.folder);
    if (!(await isReadableFolder(disk, folder))) return noFolder(folder);
    const overlapping = await findOverlapping(folder, projectId);
    if (overlapping) return alreadyBound(overlapping);
    const id = environment.newId();
    const createdAt = environment.clock.now();
    bindings.insert({
      ...{ id, folder, projectId, routing, stacking, rules: [], createdAt },
      ...{ paused: false, offersExisting: true },
    });
    await watches.adjust(id);
    bindings.changed();
    return answerWith(id);
  }

  function answerWith(id: string): Outcome<Binding, PipelineRefusal> {
    const row = bindings.find(id);
    return row ? { ok: true, data: bindings.toBinding(row) } : noBinding();
  }

  return {
    async start() {
      await Promise.all(bindings.rows().map(({ id }) => watches.adjust(id)));
    },
    create: (request) => creating.run(() => create(request)),
    async update({ id, projectId, routing, stacking, paused }) {
      const before = bindings.find(id);
      if (!before) return noBinding();
      const moves = projectId !== undefined && projectId !== before.projectId;
      if (moves) {
        const overlapping = await findOverlapping(before.folder, projectId, id);
        if (overlapping) return alreadyBound(overlapping);
        await watches.end(id);
      }
      const row = {
        ...before,
        routing: routing ?? before.routing,
        stacking: stacking ?? before.stacking,
        paused: paused ?? before.paused,
        ...(moves && { projectId, offersExisting: true }),
      };
      bindings.update(row, () => moves && forgetFiles(id));
      await watches.adjust(id);
      bindings.changed();
      return answerWith(id);
    },
    async remove(id) {
      if (!bindings.find(id)) return noBinding();
      bindings.release(id);
      await watches.end(id);
      bindings.remove(id, () => forgetFiles(id));
      bindings.changed();
      return { ok: true, data: null };
    },
    listOlder(id) {
      const row = bindings.find(id);
      if (!row) return noBinding();
      return { ok: true, data: store.knownFiles.listOlder(id).map((file) => toOlder(row.folder, file)) };
    },
    decideOlder(id, upload) {
      const row = bindings.find(id);
      if (!row) return noBinding();
      const wanted = new Set(upload);
      // One transaction: syncing each of thousands of files to disk would block everything else.
      store.together(() => {
        for (const file of store.knownFiles.listOlder(id)) {
          if (wanted.has(file.path)) intake.takeOlder(row, file);
          else store.knownFiles.put({ ...file, decision: 'ignored' });
        }
      });
      bindings.changed();
      return { ok: true, data: null };
    },
    setProjects(isThere) {
      const changed = bindings.setProjects(isThere);
      if (changed.length === 0) return;
      for (const id of changed) watches.adjust(id).catch(onError);
      bindings.changed();
    },
  };
}
