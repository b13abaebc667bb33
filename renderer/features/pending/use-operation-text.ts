import { useQueries, useQueryClient } from '@tanstack/react-query';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { readProject } from '../../platform/project-feed.ts';
import { keys } from '../../platform/queries.ts';
import { type OperationText, operationText } from './operation-text.ts';
import { usePending } from './pending-context.tsx';

/** Describes a change, with names from its project, which is read from the cache for that. */
export function useOperationText(): (operation: PendingOperation) => OperationText {
  const client = useQueryClient();
  const bridge = useBridge();
  const { operations, overlay, pendingProject } = usePending();
  const ids = new Set(
    operations.flatMap(({ projectId }) => (projectId && !pendingProject(projectId) ? [projectId] : [])),
  );
  useQueries({
    queries: [...ids].map((id) => ({
      queryKey: keys.project(id),
      queryFn: () => readProject(bridge, id),
      // The page of a project that is gone shows sentences too: asking again would take that page away.
      retryOnMount: false,
    })),
  });
  return (operation) => {
    const { projectId } = operation;
    if (projectId === null) return operationText(operation);
    const read = client.getQueryData<ProjectSnapshot>(keys.project(projectId)) ?? pendingProject(projectId);
    return operationText(operation, read, read && overlay(read).project);
  };
}
