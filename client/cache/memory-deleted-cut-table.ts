import type { HeldDeletedCut } from '../../protocol/ipc/deleted-cut.ts';
import type { DeletedCutTable } from './cache.ts';
import type { Memory } from './memory.ts';

/** The deleted cuts that can be restored, for as long as the tab is open. */
export function createMemoryDeletedCutTable(memory: Memory): DeletedCutTable {
  const held = memory.map<string, HeldDeletedCut>();
  const of = (projectId: string) => [...held.values()].filter(({ cut }) => cut.projectId === projectId);
  return {
    list: of,
    put: (deleted) => void held.set(deleted.cut.id, deleted),
    remove: (cutId) => void held.delete(cutId),
    removeProject(projectId) {
      for (const { cut } of of(projectId)) held.delete(cut.id);
    },
    findProjectOf: (cutId) => held.get(cutId)?.cut.projectId,
  };
}
