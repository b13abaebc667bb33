import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Project } from '../../../protocol/wire/project.ts';
import { RunCommandContext } from '../../platform/commands.ts';
import { useOutbox, useProject, useProjects } from '../../platform/queries.ts';
import { useSession } from '../../platform/session-context.tsx';
import type { PendingBadges } from './pending-badge.ts';
import { createPending, type Pending } from './pending-view.ts';
import { findPendingProject } from './project-list-overlay.ts';
import { useCommandRunner } from './use-command-runner.ts';
import { useLingering } from './use-lingering.ts';

const PendingContext = createContext<Pending | null>(null);
const none: PendingOperation[] = [];
const noBadges: PendingBadges = new Map();
const noProjects: Project[] = [];

/** Lays what waits over what is shown, for all below it. */
export function PendingProvider({ children }: { children: ReactNode }) {
  const { account } = useSession();
  const { shown, drop } = useLingering(useOutbox().data ?? none);
  const pending = useMemo(() => {
    const { id, name, avatarUrl } = account;
    return createPending(shown, drop, { id, name, avatarUrl });
  }, [shown, drop, account]);
  const run = useCommandRunner(drop);
  return (
    <PendingContext value={pending}>
      <RunCommandContext value={run}>{children}</RunCommandContext>
    </PendingContext>
  );
}

export function usePending(): Pending {
  const pending = useContext(PendingContext);
  if (!pending) throw new Error('No PendingProvider above this component');
  return pending;
}

/** The projects as the user is to see them, with marks for what is not confirmed. */
export function useShownProjects() {
  const query = useProjects();
  const { overlayList } = usePending();
  return { ...overlayList(query.data ?? noProjects), query };
}

/** Whether the project was made here and the server doesn't know it yet: it can't be read, joined or bound. */
export function useIsPendingProject(projectId: string | null): boolean {
  const { account } = useSession();
  const operations = useOutbox().data ?? none;
  return useMemo(
    () => projectId !== null && findPendingProject(operations, projectId, account) !== null,
    [operations, projectId, account],
  );
}

/**
 * A project as the user is to see it. One that was made here can be worked in before the server knows it (`isPending`).
 * `error` is why it can't be read, or not any more.
 */
export function useShownProject(id: string | null) {
  const isPending = useIsPendingProject(id);
  const { data, error, refetch } = useProject(isPending ? null : id);
  const { overlay, pendingProject } = usePending();
  const base = data ?? (id === null ? null : pendingProject(id));
  const shown = base ? overlay(base) : null;
  return {
    project: shown?.project ?? null,
    badges: shown?.badges ?? noBadges,
    isPending,
    error: isPending ? null : error,
    refetch,
  };
}
