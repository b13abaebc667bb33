import { QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { RecordingPause } from '../../protocol/ipc/beside.ts';
import type { Bridge } from '../../protocol/ipc/bridge.ts';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import type { Transfer } from '../../protocol/ipc/transfer.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { read } from '../bridge/read.ts';
import { readProject } from './project-feed.ts';
import { useSession } from './session-context.tsx';

/** The keys of the query cache. Pushes keep it up to date (`live-cache.ts`), so nothing becomes stale. */
export const keys = {
  projects: ['projects'] as const,
  project: (id: string) => ['project', id] as const,
  bindings: ['bindings'] as const,
  older: (id: string) => ['older', id] as const,
  transfers: ['transfers'] as const,
  outbox: ['outbox'] as const,
  windowForm: ['window-form'] as const,
  beside: ['beside'] as const,
  updates: ['updates'] as const,
  deleted: ['deleted'] as const,
  deletedCuts: (projectId: string) => ['deleted-cuts', projectId] as const,
};

/** First parts of the keys of what the user's own changes are shown on top of. */
const overlaid: readonly unknown[] = ['projects', 'project', 'comments', 'messages'];

/** Whether anything is being read that the user's own changes are shown on top of. */
export function isReadingOverlaid(client: QueryClient): boolean {
  return client.isFetching({ predicate: ({ queryKey }) => overlaid.includes(queryKey[0]) }) > 0;
}

/** `networkMode: always`: the bridge answers from its own cache while offline. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        refetchOnWindowFocus: false,
      },
    },
  });
}

export function useProjects() {
  const bridge = useBridge();
  return useQuery({ queryKey: keys.projects, queryFn: () => read(bridge, 'projects.list', null) });
}

export const projectQuery = (bridge: Bridge, id: string) =>
  queryOptions({ queryKey: keys.project(id), queryFn: () => readProject(bridge, id) });

/** `id` null: reads nothing. */
export function useProject(id: string | null) {
  const bridge = useBridge();
  return useQuery({ ...projectQuery(bridge, id ?? ''), enabled: id !== null });
}

/** Prefetches a project that the user is about to open: a large one takes longer to transfer than to render. */
export function expectProject(client: QueryClient, bridge: Bridge, id: string): void {
  void client.prefetchQuery(projectQuery(bridge, id));
}

export function useBindings() {
  const bridge = useBridge();
  return useQuery({ queryKey: keys.bindings, queryFn: () => read(bridge, 'bindings.list', null) });
}

/** The files on their way. While the user records, those that would go on wait for the end of the pause. */
export function useTransfers() {
  const bridge = useBridge();
  const pause = useRecordingPause();
  const select = useCallback(
    (list: Transfer[]) => (pause ? list.map((one) => held(one, pause)) : list),
    [pause],
  );
  return useQuery({ queryKey: keys.transfers, queryFn: () => read(bridge, 'transfers.list', null), select });
}

/** A file that is being written is only watched, so that goes on. */
function held(transfer: Transfer, { until }: RecordingPause): Transfer {
  const { state } = transfer;
  const isWritten = state.kind === 'settling' && state.reason === 'quiet';
  if (!isWritten && !heldKinds.has(state.kind)) return transfer;
  return { ...transfer, state: { kind: 'waiting', for: 'recording', message: '', retryAt: until } };
}

const heldKinds: ReadonlySet<Transfer['state']['kind']> = new Set([
  'hashing',
  'hashed',
  'reserved',
  'transferring',
  'transferred',
]);

/** How the app stays out of the DAW's way. A browser has no such state. */
export function useBeside() {
  const bridge = useBridge();
  const { besideDaw } = useSession().facts.capabilities;
  return useQuery({
    queryKey: keys.beside,
    queryFn: () => read(bridge, 'beside.state', null),
    enabled: besideDaw,
  });
}

/** The pause while the user records; null if there is none. */
export function useRecordingPause(): RecordingPause | null {
  return useBeside().data?.pause ?? null;
}

const outboxQuery = (bridge: Bridge) =>
  queryOptions({ queryKey: keys.outbox, queryFn: () => read(bridge, 'outbox.list', null) });

const unconfirmed = (operations: PendingOperation[]) =>
  operations.filter(({ state }) => state.kind !== 'confirmed');

/** The pending and refused operations. */
export function useOutbox() {
  return useQuery({ ...outboxQuery(useBridge()), select: unconfirmed });
}

/** The same with confirmed changes whose events have not arrived yet: all that is shown on top of what was read. */
export function useShownOperations() {
  return useQuery(outboxQuery(useBridge()));
}

/** The list *Deleted*: everything of the user's projects that can be restored. */
export const deletedQuery = (bridge: Bridge) =>
  queryOptions({ queryKey: keys.deleted, queryFn: () => read(bridge, 'deleted.list', null) });

/** The project's deleted cuts, which can be restored. Read again when one is deleted or restored. */
export const deletedCutsQuery = (bridge: Bridge, projectId: string) =>
  queryOptions({
    queryKey: keys.deletedCuts(projectId),
    queryFn: () => read(bridge, 'cuts.deleted', { projectId }),
  });
