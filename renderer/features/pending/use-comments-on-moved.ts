import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { readCommand } from '../../../commands/read-command.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import { projectQuery } from '../../platform/queries.ts';

/**
 * The ids of the comments made on each file of the cuts that pending changes take files from: the server tells only with
 * the event which ones go along. Those that this computer never read are not among them.
 */
export function useCommentsOnMoved(
  operations: readonly PendingOperation[],
): ReadonlyMap<string, readonly string[]> {
  const bridge = useBridge();
  const moved = useMemo(() => movedFiles(operations), [operations]);
  const projects = useQueries({
    queries: moved.projectIds.map((id) => projectQuery(bridge, id)),
    combine: dataOf<ProjectSnapshot>,
  });
  const cuts = useMemo(() => cutsWith(projects, moved.fileIds), [projects, moved]);
  const comments = useQueries({
    queries: cuts.map(({ id: cutId, commentCount }) => ({
      // Another count means other comments.
      queryKey: ['comments-on-moved', cutId, commentCount],
      queryFn: (): Promise<readonly Comment[]> => read(bridge, 'comments.list', { cutId }),
    })),
    combine: dataOf<readonly Comment[]>,
  });
  return useMemo(() => idsByFile(comments.flat()), [comments]);
}

const taking = new Set(['file.move', 'file.setType', 'cut.split']);

function movedFiles(operations: readonly PendingOperation[]) {
  const fileIds = new Set<string>();
  const projectIds = new Set<string>();
  for (const operation of operations) {
    const command = taking.has(operation.kind) ? readCommand(operation) : null;
    if (!command || !operation.projectId) continue;
    if (command.kind === 'file.move' || command.kind === 'file.setType') fileIds.add(command.payload.id);
    if (command.kind === 'cut.split')
      for (const id of [...command.payload.fileIds, ...(command.payload.stemIds ?? [])]) fileIds.add(id);
    projectIds.add(operation.projectId);
  }
  return { fileIds, projectIds: [...projectIds] };
}

const cutsWith = (projects: readonly ProjectSnapshot[], fileIds: ReadonlySet<string>) =>
  projects
    .flatMap(({ vibes }) => vibes.flatMap(({ cuts }) => cuts))
    .filter(({ files, commentCount }) => commentCount > 0 && files.some(({ id }) => fileIds.has(id)));

export function idsByFile(comments: readonly Comment[]): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>();
  for (const { id, fileId } of comments) if (fileId) ids.set(fileId, [...(ids.get(fileId) ?? []), id]);
  return ids;
}

const dataOf = <Data>(queries: { data?: Data | undefined }[]) => queries.flatMap(({ data }) => data ?? []);
