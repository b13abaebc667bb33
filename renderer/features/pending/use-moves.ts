import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { NamedEvent } from '../../../protocol/wire/event.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { projectQuery } from '../../platform/queries.ts';
import { usePending } from './pending-context.tsx';

const moving = new Set(['file.move', 'file.setType', 'cut.merge', 'cut.split']);

/** The events that move comments from one cut to another before the server has confirmed them, by their operation. */
export function useMoves(): ReadonlyMap<string, readonly NamedEvent[]> {
  const bridge = useBridge();
  const { operations, overlay } = usePending();
  const projectIds = useMemo(() => projectsOf(operations), [operations]);
  const projects = useQueries({
    queries: projectIds.map((id) => projectQuery(bridge, id)),
    combine: dataOf,
  });
  return useMemo(
    () => new Map(projects.flatMap((project) => [...overlay(project).moves])),
    [projects, overlay],
  );
}

function projectsOf(operations: readonly PendingOperation[]): string[] {
  const ids = operations.flatMap(({ kind, projectId }) => (moving.has(kind) && projectId ? [projectId] : []));
  return [...new Set(ids)];
}

const dataOf = <Data>(queries: { data?: Data | undefined }[]) => queries.flatMap(({ data }) => data ?? []);
