import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Project } from '../../../protocol/wire/project.ts';
import { useOutbox, useProject, useProjects } from '../../platform/queries.ts';
import { useSession } from '../../platform/session-context.tsx';
import type { Marks } from './marks.ts';
import { projectToCome } from './project-list-overlay.ts';
import { useLingering } from './use-lingering.ts';
import { createWaiting, type Waiting } from './waiting.ts';

const WaitingContext = createContext<Waiting | null>(null);
const none: PendingOperation[] = [];
const noMarks: Marks = new Map();
const noProjects: Project[] = [];

/** Lays what waits over what is shown, for all below it. */
export function WaitingProvider({ children }: { children: ReactNode }) {
  const { account } = useSession();
  const { shown, drop } = useLingering(useOutbox().data ?? none);
  const waiting = useMemo(() => {
    const { id, name, avatarUrl } = account;
    return createWaiting(shown, drop, { id, name, avatarUrl });
  }, [shown, drop, account]);
  return <WaitingContext value={waiting}>{children}</WaitingContext>;
}

export function useWaiting(): Waiting {
  const waiting = useContext(WaitingContext);
  if (!waiting) throw new Error('No WaitingProvider above this component');
  return waiting;
}

/** The projects as the user is to see them, with marks for what is not confirmed. */
export function useShownProjects() {
  const query = useProjects();
  const { layList } = useWaiting();
  return { ...layList(query.data ?? noProjects), query };
}

/** Whether the project was made here and the server doesn't know it yet: it can't be read, joined or bound. */
export function useIsToCome(projectId: string | null): boolean {
  const { account } = useSession();
  const operations = useOutbox().data ?? none;
  return useMemo(
    () => projectId !== null && projectToCome(operations, projectId, account) !== null,
    [operations, projectId, account],
  );
}

/**
 * A project as the user is to see it. One that was made here can be worked in before the server knows it (`isToCome`).
 * `error` is why it can't be read, or not any more.
 */
export function useShownProject(id: string | null) {
  const isToCome = useIsToCome(id);
  const { data, error, refetch } = useProject(isToCome ? null : id);
  const { lay, toCome } = useWaiting();
  const base = data ?? (id === null ? null : toCome(id));
  const shown = base ? lay(base) : null;
  return {
    project: shown?.project ?? null,
    marks: shown?.marks ?? noMarks,
    isToCome,
    error: isToCome ? null : error,
    refetch,
  };
}
