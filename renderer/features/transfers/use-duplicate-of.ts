import type { Transfer } from '../../../protocol/ipc/transfer.ts';
import { useProject } from '../../platform/queries.ts';

/** The name of the cut that already had the transfer's bytes; null when it is no duplicate, or the cut is unknown here. */
export function useDuplicateOf({ state, projectId }: Transfer): string | null {
  const duplicate = state.kind === 'done' && state.outcome === 'duplicate' ? state : null;
  const project = useProject(duplicate ? projectId : null).data;
  if (!duplicate) return null;
  return project?.vibes.flatMap(({ cuts }) => cuts).find(({ id }) => id === duplicate.cutId)?.name ?? null;
}
