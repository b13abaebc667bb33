import { resolve, sep } from 'node:path';
import { createListeners } from '../../client/common/listeners.ts';
import { isBounceName } from '../../client/uploads/bounce-names.ts';
import type { TransferStore } from '../../client/uploads/transfer-store.ts';
import { newId } from '../../common/new-id.ts';
import type { Binding, BindingStatus, OlderBounce, Routing } from '../../protocol/ipc/binding.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { alreadyBound, noBinding, noFolder } from './binding-refusals.ts';
import { asOlder, holds, isFolder, toOlder } from './bound-folder.ts';
import type { Disk } from './disk.ts';
import { createFolderWatch, type FolderWatch, realPathOf } from './folder-watch.ts';
import type { Intake } from './intake.ts';
import type { PipelineLogEvent, PipelineRefusal, PipelineSettings } from './pipeline.ts';
import type { BindingRow } from './store/binding-table.ts';
import type { Store } from './store/open-store.ts';
import type { TransferRow } from './store/transfer-table.ts';
import type { TransferFlow } from './transfer-flow.ts';
import type { FoundFile } from './walk-folder.ts';

const projectGone =
  'You are no longer in its project, or it was deleted: its bounces stay here. Choose another project under “Where bounces go…”, or stop watching.';

type CreateBinding = { folder: string; projectId: string; routing: Routing };

export type Bindings = {
  start(): Promise<void>;
  stop(): Promise<void>;
  list(): Binding[];
  find(id: string): BindingRow | undefined;
  /** The watch of its folder; none while it is paused. */
  watchOf(id: string): Pick<FolderWatch, 'network' | 'missing'> | undefined;
  create(request: CreateBinding): Promise<Outcome<Binding, PipelineRefusal>>;
  /** Another project makes it a folder that was bound anew: what lies in it is offered. */
  update(request: {
    id: string;
    projectId?: string | undefined;
    routing?: Routing | undefined;
    paused?: boolean | undefined;
  }): Promise<Outcome<Binding, PipelineRefusal>>;
  remove(id: string): Promise<Outcome<null, PipelineRefusal>>;
  listOlder(id: string): Outcome<OlderBounce[], PipelineRefusal>;
  decideOlder(id: string, upload: string[]): Outcome<null, PipelineRefusal>;
  /** Folders of other projects are not watched, and say why. Asked once for each; until then all are there. */
  setProjects(isThere: (projectId: string) => boolean): void;
  rescan(): void;
  onChange(listener: (bindings: Binding[]) => void): () => void;
};

export function createBindings(dependencies: {
  store: Store;
  transfers: TransferStore<TransferRow>;
  flow: TransferFlow;
  intake: Intake;
  disk: Disk;
  settings: PipelineSettings;
  log(event: PipelineLogEvent): void;
  onError(error: unknown): void;
}): Bindings {
  const { store, transfers, flow, intake, disk, settings, log, onError } = dependencies;
  const rows = new Map(store.bindings.list().map((row) => [row.id, row]));
  const watches = new Map<string, FolderWatch>();
  const statuses = new Map<string, BindingStatus>();
  const listeners = createListeners<Binding[]>();
  /** Of those that folders are bound to. */
  let goneProjects = new Set<string>();

  const toBinding = ({ offersAnew: _, ...row }: BindingRow): Binding => ({
    ...row,
    status: statusOf(row),
    olderCount: store.knownFiles.countOlder(row.id),
  });
  const list = () => [...rows.values()].map(toBinding);

  function statusOf({
    id,
    paused,
    projectId,
  }: Pick<BindingRow, 'id' | 'paused' | 'projectId'>): BindingStatus {
    if (paused) return { kind: 'paused' };
    if (goneProjects.has(projectId)) return { kind: 'error', message: projectGone };
    return statuses.get(id) ?? { kind: 'starting' };
  }

  function setStatus(row: BindingRow, status: BindingStatus): void {
    statuses.set(row.id, status);
    log({
      event: 'binding',
      message: `${row.folder}: ${status.kind}`,
      bindingId: row.id,
      folder: row.folder,
      status,
    });
    listeners.notify(list());
  }

  /** The row as it is now; gone or paused ones take nothing more. */
  const active = (id: string) => {
    const row = rows.get(id);
    return row && !row.paused && !goneProjects.has(row.projectId) ? row : undefined;
  };

  /** Begins or ends the watch of a folder, as it is to be now. */
  async function adjustWatch(id: string): Promise<void> {
    const row = active(id);
    if (!row) return endWatch(id);
    if (watches.has(id)) return;
    statuses.delete(id);
    await beginWatch(row);
  }

  /** What of it was on its way is given up, and what was known of its files says nothing about another project. */
  function forgetFiles(id: string): void {
    for (const row of [...transfers.rows()]) {
      if (row.bindingId === id && row.state.kind !== 'done') flow.drop(row.id);
    }
    store.knownFiles.forget(id);
  }

  async function beginWatch({ id, folder }: BindingRow): Promise<void> {
    /** Heard of while it couldn't be told yet what is new in it. */
    const early = new Set<string>();
    const watch = createFolderWatch({
      folder,
      disk,
      settings,
      onStatus(status) {
        const row = active(id);
        if (row) setStatus(row, status);
      },
      async onFound(files) {
        if (active(id)?.offersAnew) offerAnew(id, files);
        for (const file of files) {
          const row = watches.get(id) === watch && active(id);
          if (row) await intake.take(row, file).catch(onError);
        }
        for (const path of early) hear(path);
        early.clear();
      },
      onHint: hear,
    });
    watches.set(id, watch);
    await watch.start();

    function hear(path: string): void {
      const row = active(id);
      if (!row || !isBounceName(path.slice(path.lastIndexOf(sep) + 1))) return;
      if (row.offersAnew) early.add(path);
      else intake.takePath(row, path);
    }
  }

  /** Files of which nothing is known are older ones, once: what was known of them may be lost. */
  function offerAnew(id: string, files: FoundFile[]): void {
    const before = rows.get(id);
    if (!before) return;
    const row = { ...before, offersAnew: false };
    store.together(() => {
      for (const file of files) {
        const isKnown = store.knownFiles.find(id, file.path) || transfers.findOpen(id, file.path);
        if (!isKnown) store.knownFiles.put(asOlder(id, file));
      }
      store.bindings.update(row);
    });
    rows.set(id, row);
    listeners.notify(list());
  }

  /** Two ways to one folder (a link, the path it leads to) are the same folder: its bounces would be taken twice. */
  async function findOverlapping(
    folder: string,
    projectId: string,
    itself?: string,
  ): Promise<BindingRow | undefined> {
    const place = (await realPathOf(disk, folder)) ?? folder;
    for (const row of rows.values()) {
      if (row.projectId !== projectId || row.id === itself) continue;
      const bound = (await realPathOf(disk, row.folder)) ?? row.folder;
      if (holds(bound, place) || holds(place, bound)) return row;
    }
    return undefined;
  }

  async function endWatch(id: string): Promise<void> {
    const watch = watches.get(id);
    watches.delete(id);
    await watch?.stop();
  }

  /** One after the other: of two that ask for one folder at the same time, the second must find it bound. */
  let lastCreated: Promise<unknown> = Promise.resolve();

  async function create(request: CreateBinding): Promise<Outcome<Binding, PipelineRefusal>> {
    const { projectId, routing } = request;
    const folder = resolve(request.folder);
    if (!(await isFolder(disk, folder))) return noFolder(folder);
    const overlapping = await findOverlapping(folder, projectId);
    if (overlapping) return alreadyBound(overlapping);
    const row: BindingRow = {
      id: newId(),
      folder,
      projectId,
      routing,
      paused: false,
      createdAt: Date.now(),
      offersAnew: true,
    };
    store.bindings.insert(row);
    rows.set(row.id, row);
    await beginWatch(row);
    listeners.notify(list());
    return { ok: true, data: toBinding(row) };
  }

  return {
    async start() {
      await Promise.all([...rows.keys()].map(adjustWatch));
    },
    async stop() {
      await Promise.all([...watches.keys()].map(endWatch));
    },
    list,
    find: (id) => rows.get(id),
    watchOf: (id) => watches.get(id),
    create(request) {
      const creating = lastCreated.then(() => create(request));
      lastCreated = creating.catch(() => undefined);
      return creating;
    },
    async update({ id, projectId, routing, paused }) {
      const before = rows.get(id);
      if (!before) return noBinding();
      const moves = projectId !== undefined && projectId !== before.projectId;
      if (moves) {
        const overlapping = await findOverlapping(before.folder, projectId, id);
        if (overlapping) return alreadyBound(overlapping);
        await endWatch(id);
      }
      const row = {
        ...before,
        routing: routing ?? before.routing,
        paused: paused ?? before.paused,
        ...(moves && { projectId, offersAnew: true }),
      };
      store.together(() => {
        if (moves) forgetFiles(id);
        store.bindings.update(row);
      });
      rows.set(id, row);
      await adjustWatch(id);
      listeners.notify(list());
      return { ok: true, data: toBinding(rows.get(id) ?? row) };
    },
    async remove(id) {
      if (!rows.has(id)) return noBinding();
      rows.delete(id);
      await endWatch(id);
      store.together(() => {
        forgetFiles(id);
        store.bindings.remove(id);
      });
      statuses.delete(id);
      listeners.notify(list());
      return { ok: true, data: null };
    },
    listOlder(id) {
      const row = rows.get(id);
      if (!row) return noBinding();
      return { ok: true, data: store.knownFiles.listOlder(id).map((file) => toOlder(row.folder, file)) };
    },
    decideOlder(id, upload) {
      const row = rows.get(id);
      if (!row) return noBinding();
      const wanted = new Set(upload);
      // One transaction: thousands of files, each on disk by itself, would hold up everything else.
      store.together(() => {
        for (const file of store.knownFiles.listOlder(id)) {
          if (wanted.has(file.path)) intake.takeOlder(row, file);
          else store.knownFiles.put({ ...file, decision: 'ignored' });
        }
      });
      listeners.notify(list());
      return { ok: true, data: null };
    },
    setProjects(isThere) {
      const wereActive = new Set([...rows.keys()].filter(active));
      const bound = [...rows.values()].map(({ projectId }) => projectId);
      goneProjects = new Set(bound.filter((projectId) => !isThere(projectId)));
      const changed = [...rows.keys()].filter((id) => wereActive.has(id) !== (active(id) !== undefined));
      if (changed.length === 0) return;
      for (const id of changed) adjustWatch(id).catch(onError);
      listeners.notify(list());
    },
    rescan() {
      for (const watch of watches.values()) watch.rescan();
    },
    onChange: (listener) => listeners.add(listener),
  };
}
