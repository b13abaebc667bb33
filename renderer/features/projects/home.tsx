import { useEffect } from 'react';
import { isUnread, unreadSentence } from '../../bridge/unread.ts';
import { goTo } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { NoProjects } from '../first-run/port.tsx';
import { useShownProjects } from '../pending/port.tsx';

const lastProjectKey = 'bandmate.last-project';

/** Remembers the project that is open, for the next start. */
export function useLastProject(projectId: string | null): void {
  useEffect(() => {
    if (projectId) localStorage.setItem(lastProjectKey, projectId);
  }, [projectId]);
}

/** No place was chosen: the project that was open last, or the first there is. */
export function Home() {
  const { projects, query } = useShownProjects();
  const first = projects[0]?.id;
  useEffect(() => {
    if (!first) return;
    const last = localStorage.getItem(lastProjectKey);
    const known = projects.some(({ id }) => id === last);
    goTo({ name: 'project', projectId: known && last ? last : first, cutId: null }, { replace: true });
  }, [first, projects]);
  if (query.error)
    return (
      <Empty
        title={isUnread(query.error) ? 'Nothing on this machine yet' : 'The projects can’t be read'}
        action={<Button onClick={() => void query.refetch()}>Try again</Button>}
      >
        {unreadSentence(query.error)}
      </Empty>
    );
  if (query.data && projects.length === 0) return <NoProjects />;
  return <Skeleton rows={6} label="Loading projects" />;
}
