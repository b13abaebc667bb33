import { useEffect } from 'react';
import { isUnread, unreadSentence } from '../../bridge/unread.ts';
import { goTo } from '../../platform/route.ts';
import { commonText } from '../../text/common.ts';
import { projectsText } from '../../text/projects.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { NoProjects } from '../first-run/port.tsx';
import { useShownProjects } from '../pending/port.tsx';

const lastProjectKey = 'bandmate.last-project';

/** Remembers the open project for the next start. */
export function useLastProject(projectId: string | null): void {
  useEffect(() => {
    if (projectId) localStorage.setItem(lastProjectKey, projectId);
  }, [projectId]);
}

/** Without a chosen place: opens the project that was open last, or the first one. */
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
        title={isUnread(query.error) ? projectsText.noneRead : projectsText.listUnreadable}
        action={<Button onClick={() => void query.refetch()}>{commonText.tryAgain}</Button>}
      >
        {unreadSentence(query.error)}
      </Empty>
    );
  if (query.data && projects.length === 0) return <NoProjects />;
  return <Skeleton rows={6} label={projectsText.loadingList} />;
}
