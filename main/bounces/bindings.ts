import { opendir } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { createListeners } from '../../client/common/listeners.ts';
import { isBounceName } from '../../client/uploads/bounce-names.ts';
import type { TransferBook } from '../../client/uploads/transfer-book.ts';
import type { Binding, BindingStatus, OlderBounce, Routing } from '../../protocol/ipc/binding.ts';
import type { Failure, Outcome } from '../../protocol/wire/error.ts';
import { newId } from '../../protocol/wire/id.ts';
import type { Disk } from './disk.ts';
import { createFolderWatch, type FolderWatch, realPathOf } from './folder-watch.ts';
import type { Intake } from './intake.ts';
import type { PipelineLogEvent, PipelineRefusal, PipelineSettings } from './pipeline.ts';
import type { BindingRow } from './store/binding-table.ts';
import type { KnownFile } from './store/known-file-table.ts';
import type { Store } from './store/open-store.ts';
import type { TransferRow } from './store/transfer-table.ts';
import type { TransferFlow } from './transfer-flow.ts';
import { type FoundFile, walkFolder } from './walk-folder.ts';

type CreateBinding = { folder: string; projectId: string; routing: Routing };

export type Bindings = {
  start(): Promise<void>;
  stop(): Promise<void>;
  list(): Binding[];
  find(id: string): BindingRow | undefined;
  /** The watch of its folder; none while it is paused. */
  watchOf(id: string): Pick<FolderWatch, 'network' | 'missing'> | undefined;
  create(request: CreateBinding): Promise<Outcome<Binding, PipelineRefusal>>;
  update(request: {
    id: string;
    routing?: Routing | undefined;
    paused?: boolean | undefined;
  }): Promise<Outcome<Binding, PipelineRefusal>>;
  remove(id: string): Promise<Outcome<null, PipelineRefusal>>;
  listOlder(id: string): Outcome<OlderBounce[], PipelineRefusal>;
  decideOlder(id: string, upload: string[]): Outcome<null, PipelineRefusal>;
  rescan(): void;
  onChange(listener: (bindings: Binding[]) => void): () => void;
};

export function createBindings(dependencies: {
  store: Store;
  book: TransferBook<TransferRow>;
  flow: TransferFlow;
  intake: Intake;
  disk: Disk;
  settings: PipelineSettings;
  log(event: PipelineLogEvent): void;
  onError(error: unknown): void;
}): Bindings {
  const { store, book, flow, intake, disk, settings, log, onError } = dependencies;
  const rows = new Map(store.bindings.list().map((row) => [row.id, row]));
  const watches = new Map<string, FolderWatch>();
  const statuses = new Map<string, BindingStatus>();
  const listeners = createListeners<Binding[]>();

  const toBinding = ({ offersAnew: _, ...row }: BindingRow): Binding => ({
    ...row,
    status: row.paused ? { kind: 'paused' } : (statuses.get(row.id) ?? { kind: 'starting' }),
    olderCount: store.knownFiles.countOlder(row.id),
  });
  const list = () => [...rows.values()].map(toBinding);

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
    return row && !row.paused ? row : undefined;
  };

  async function beginWatch({ id, folder }: BindingRow): Promise<void> {
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
      },
      onHint(path) {
        const row = active(id);
        // Until its first look it can't be told what is new in it.
        if (row && !row.offersAnew && isBounceName(path.slice(path.lastIndexOf(sep) + 1)))
          intake.takePath(row, path);
      },
    });
    watches.set(id, watch);
    await watch.start();
  }

  /** Files of which nothing is known are older ones, once: what was known of them may be lost. */
  function offerAnew(id: string, files: FoundFile[]): void {
    const before = rows.get(id);
    if (!before) return;
    const row = { ...before, offersAnew: false };
    store.together(() => {
      for (const file of files) {
        const isKnown = store.knownFiles.find(id, file.path) || book.findOpen(id, file.path);
        if (!isKnown) store.knownFiles.put(asOlder(id, file));
      }
      store.bindings.update(row);
    });
    rows.set(id, row);
    listeners.notify(list());
  }

  /** Two ways to one folder (a link, the path it leads to) are the same folder: its bounces would be taken twice. */
  async function findOverlapping(folder: string, projectId: string): Promise<BindingRow | undefined> {
    const place = (await realPathOf(disk, folder)) ?? folder;
    for (const row of rows.values()) {
      if (row.projectId !== projectId) continue;
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
    if (!(await isFolder(disk, folder)))
      return refuse('invalid', `${folder} is not a folder that can be read.`);
    const overlapping = await findOverlapping(folder, projectId);
    if (overlapping) return refuse('conflict', `${overlapping.folder} is already bound to this project.`);
    const row: BindingRow = {
      id: newId(),
      folder,
      projectId,
      routing,
      paused: false,
      createdAt: Date.now(),
      offersAnew: false,
    };
    const older = await walkFolder(disk, folder, isBounceName);
    store.together(() => {
      store.bindings.insert(row);
      for (const file of older) store.knownFiles.put(asOlder(row.id, file));
    });
    rows.set(row.id, row);
    await beginWatch(row);
    listeners.notify(list());
    return { ok: true, data: toBinding(row) };
  }

  return {
    async start() {
      await Promise.all([...rows.values()].filter((row) => !row.paused).map(beginWatch));
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
    async update({ id, routing, paused }) {
      const before = rows.get(id);
      if (!before) return noBinding();
      const row = { ...before, routing: routing ?? before.routing, paused: paused ?? before.paused };
      store.bindings.update(row);
      rows.set(id, row);
      if (row.paused && !before.paused) await endWatch(id);
      if (!row.paused && before.paused) {
        statuses.delete(id);
        await beginWatch(row);
      }
      listeners.notify(list());
      return { ok: true, data: toBinding(row) };
    },
    async remove(id) {
      if (!rows.has(id)) return noBinding();
      rows.delete(id);
      await endWatch(id);
      store.together(() => {
        for (const row of [...book.rows()]) {
          if (row.bindingId === id && row.state.kind !== 'done') flow.drop(row.id);
        }
        store.bindings.remove(id);
      });
      statuses.delete(id);
      listeners.notify(list());
      return { ok: true, data: null };
    },
    listOlder(id) {
      const row = rows.get(id);
      if (!row) return noBinding();
      return { ok: true, data: store.knownFiles.listOlder(id).map((file) => toOlder(row, file)) };
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
    rescan() {
      for (const watch of watches.values()) watch.rescan();
    },
    onChange: (listener) => listeners.add(listener),
  };
}

const asOlder = (bindingId: string, { path, identity }: FoundFile): KnownFile => ({
  ...{ bindingId, path, ...identity },
  ...{ sha256: null, cutId: null, decision: 'older' },
});

function toOlder(row: BindingRow, { path, size, modified }: KnownFile): OlderBounce {
  const relativePath = relative(row.folder, path).split(sep).join('/');
  return { path, relativePath, size, modifiedAt: Number(BigInt(modified) / 1_000_000n) };
}

function holds(folder: string, other: string): boolean {
  const way = relative(folder, other);
  return !way.startsWith(`..${sep}`) && way !== '..' && !isAbsolute(way);
}

async function isFolder(disk: Disk, path: string): Promise<boolean> {
  try {
    // Opened, because the system may show that it is there and yet not let us in.
    await disk.run(path, async () => (await opendir(path)).close());
    return true;
  } catch {
    // Missing or out of reach: the refusal says so.
    return false;
  }
}

function refuse(kind: PipelineRefusal, message: string): Failure<PipelineRefusal> {
  return { ok: false, kind, message };
}

function noBinding(): Failure<PipelineRefusal> {
  return refuse('not-found', 'This folder is not bound any more.');
}
