import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Project } from '../../../protocol/wire/project.ts';
import { RunCommandContext } from '../../platform/commands.ts';
import { mayOf, type ProjectAction, rankIn } from '../../platform/permissions.ts';
import { useProject, useProjects, useShownOperations } from '../../platform/queries.ts';
import { useSession } from '../../platform/session-context.tsx';
import type { PendingBadges } from './pending-badge.ts';
import { createPending, type Pending } from './pending-view.ts';
import { useCommandRunner } from './use-command-runner.ts';
import { useCommentsOnMoved } from './use-comments-on-moved.ts';
import { useRestoredCuts } from './use-restored-cuts.ts';

const PendingContext = createContext<Pending | null>(null);
const none: PendingOperation[] = [];
const noBadges: PendingBadges = new Map();
const noProjects: Project[] = [];

/** Everything below it is shown with the user's own changes applied. */
export function PendingProvider({ children }: { children: ReactNode }) {
  const { account } = useSession();
  const operations = useShownOperations().data ?? none;
  const deleted = useRestoredCuts(operations);
  const comments = useCommentsOnMoved(operations);
  const pending = useMemo(() => {
    const { id, name } = account;
    // Like on the server, a person's picture isn't part of what they do.
    return createPending(operations, { id, name, avatarUrl: null }, deleted, comments);
  }, [operations, account, deleted, comments]);
  const run = useCommandRunner();
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

/** The projects with the user's own changes applied, and badges for what is not confirmed. */
export function useShownProjects() {
  const query = useProjects();
  const { overlayList } = usePending();
  return { ...overlayList(query.data ?? noProjects), query };
}

/** Whether the project was created here and the server doesn't know it yet: it can't be read, joined or bound. */
export function useIsPendingProject(projectId: string | null): boolean {
  const { isPendingProject } = usePending();
  return projectId !== null && isPendingProject(projectId);
}

/**
 * A project with the user's own changes applied. One that was created here can be used before the server knows it
 * (`isPending`). `error`: why it can't be read, or no longer.
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

/** Which actions the user may take in a project; none before it is known. */
export function useMay(projectId: string | null): (action: ProjectAction) => boolean {
  const { account } = useSession();
  const { project } = useShownProject(projectId);
  const rank = project && rankIn(project, account.id);
  return (action) => mayOf(rank, action);
}
