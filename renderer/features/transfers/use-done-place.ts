import type { Transfer } from '../../../protocol/ipc/transfer.ts';
import { findFile } from '../../platform/current-place.ts';
import { useShownProject } from '../pending/port.tsx';

/** Where an uploaded file is now, also after it was moved; null while it isn't uploaded, or if it is unknown here. */
export function useDonePlace({ state, projectId }: Transfer) {
  const { project } = useShownProject(state.kind === 'done' ? projectId : null);
  if (state.kind !== 'done' || !project) return null;
  const place = findFile(project, state.fileId);
  return place && { project, place };
}
