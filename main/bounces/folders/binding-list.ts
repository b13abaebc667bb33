import { createListeners } from '../../../client/common/listeners.ts';
import type { Binding, BindingStatus } from '../../../protocol/ipc/binding.ts';
import { bouncesText } from '../../text/bounces.ts';
import type { PipelineLogEvent } from '../pipeline.ts';
import type { BindingRow } from '../store/binding-table.ts';
import type { Store } from '../store/open-store.ts';

/** The bound folders, with what is known of each right now. Changes are on disk before anyone sees them. */
export type BindingList = {
  list(): Binding[];
  rows(): BindingRow[];
  find(id: string): BindingRow | undefined;
  /** The row if its folder is to be watched: it is not paused, and the person is in its project. */
  findActive(id: string): BindingRow | undefined;
  toBinding(row: BindingRow): Binding;
  insert(row: BindingRow): void;
  /** Writes the row, and with it what `also` writes. */
  update(row: BindingRow, also?: () => void): void;
  /** Its files are ignored from here on. The row itself stays on disk until `remove`. */
  release(id: string): void;
  /** Removes a released row, and with it what `also` removes. */
  remove(id: string, also: () => void): void;
  setStatus(id: string, status: BindingStatus): void;
  /** Unknown again until its watch has started. */
  clearStatus(id: string): void;
  /** Asks once for each project. Answers the bindings whose folders are to be watched now, or no longer. */
  setProjects(isThere: (projectId: string) => boolean): string[];
  /** Notifies the listeners after a change outside this list of something that `toBinding` shows. */
  changed(): void;
  onChange(listener: (bindings: Binding[]) => void): () => void;
};

export function createBindingList(dependencies: {
  store: Pick<Store, 'bindings' | 'knownFiles' | 'together'>;
  log(event: PipelineLogEvent): void;
}): BindingList {
  const { store, log } = dependencies;
  const rows = new Map(store.bindings.list().map((row) => [row.id, row]));
  const statuses = new Map<string, BindingStatus>();
  const listeners = createListeners<Binding[]>();
  let goneProjects: ReadonlySet<string> = new Set();

  function statusOf({ id, paused, projectId }: BindingRow): BindingStatus {
    if (paused) return { kind: 'paused' };
    if (goneProjects.has(projectId)) return { kind: 'error', message: bouncesText.projectGone };
    return statuses.get(id) ?? { kind: 'starting' };
  }

  const toBinding = (row: BindingRow): Binding => {
    const { offersExisting: _, ...shown } = row;
    return { ...shown, status: statusOf(row), olderCount: store.knownFiles.countOlder(row.id) };
  };

  const list = () => [...rows.values()].map(toBinding);
  const changed = () => listeners.notify(list());

  function findActive(id: string): BindingRow | undefined {
    const row = rows.get(id);
    return row && !row.paused && !goneProjects.has(row.projectId) ? row : undefined;
  }

  return {
    list,
    rows: () => [...rows.values()],
    find: (id) => rows.get(id),
    findActive,
    toBinding,
    insert(row) {
      store.bindings.insert(row);
      rows.set(row.id, row);
    },
    update(row, also) {
      store.together(() => {
        also?.();
        store.bindings.update(row);
      });
      rows.set(row.id, row);
    },
    release: (id) => void rows.delete(id),
    remove(id, also) {
      store.together(() => {
        also();
        store.bindings.remove(id);
      });
      statuses.delete(id);
    },
    setStatus(id, status) {
      const row = findActive(id);
      if (!row) return;
      statuses.set(id, status);
      const { folder } = row;
      log({ event: 'binding', message: `${folder}: ${status.kind}`, bindingId: id, folder, status });
      changed();
    },
    clearStatus: (id) => void statuses.delete(id),
    setProjects(isThere) {
      const wereActive = new Set([...rows.keys()].filter(findActive));
      const projects = new Set([...rows.values()].map(({ projectId }) => projectId));
      goneProjects = new Set([...projects].filter((projectId) => !isThere(projectId)));
      return [...rows.keys()].filter((id) => wereActive.has(id) !== (findActive(id) !== undefined));
    },
    changed,
    onChange: listeners.add,
  };
}
