import { useQueries, useQueryClient } from '@tanstack/react-query';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { readProject } from '../../platform/project-feed.ts';
import { keys } from '../../platform/queries.ts';
import { operationSentence } from './operation-text.ts';
import { usePending } from './pending-context.tsx';

/** Names a change in one line, with names from its project, which is read from the cache for that. */
export function useSentence(): (operation: PendingOperation) => string {
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
    if (projectId === null) return operationSentence(operation);
    const read = client.getQueryData<ProjectSnapshot>(keys.project(projectId)) ?? pendingProject(projectId);
    return operationSentence(operation, read, read && overlay(read).project);
  };
}
