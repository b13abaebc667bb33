import { useQueryClient } from '@tanstack/react-query';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { keys } from '../../app/queries.ts';
import { operationSentence } from './operation-words.ts';
import { useWaiting } from './waiting-context.tsx';

/** Says what a change is, with the names that are held here. */
export function useSentence(): (operation: PendingOperation) => string {
  const client = useQueryClient();
  const { lay, toCome } = useWaiting();
  return (operation) => {
    const { projectId } = operation;
    if (projectId === null) return operationSentence(operation);
    const read = client.getQueryData<ProjectSnapshot>(keys.project(projectId)) ?? toCome(projectId);
    return operationSentence(operation, read, read && lay(read).project);
  };
}
