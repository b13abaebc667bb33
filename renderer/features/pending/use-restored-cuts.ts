import { useQueries } from '@tanstack/react-query';
import type { DeletedCut } from '../../../commands/descriptor.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { deletedCutsQuery } from '../../platform/queries.ts';

const none: DeletedCut[] = [];

/** The deleted cuts of the projects in which a pending change restores one. */
export function useRestoredCuts(operations: readonly PendingOperation[]): readonly DeletedCut[] {
  const bridge = useBridge();
  const restoring = operations.filter(({ kind }) => kind === 'cut.restore');
  const projectIds = new Set(restoring.flatMap(({ projectId }) => projectId ?? []));
  return useQueries({
    queries: [...projectIds].map((projectId) => deletedCutsQuery(bridge, projectId)),
    combine,
  });
}

const combine = (queries: { data?: { cuts: DeletedCut[] } | undefined }[]) =>
  queries.length === 0 ? none : queries.flatMap(({ data }) => data?.cuts ?? []);
