import { useEffect, useState } from 'react';
import type { Route } from '../../app/route.ts';
import { CutPage } from '../cuts/cut-page.tsx';
import { useListening } from '../player/listening.tsx';
import { ProjectPage } from './project-page.tsx';

/** What a place in a project shows: one cut, or the list of them all. */
export function ProjectPlace({
  route: { projectId, cutId, commentId },
  commentsBelow,
}: {
  route: Extract<Route, { name: 'project' }>;
  commentsBelow: boolean;
}) {
  return cutId === null ? (
    <CutsOf key={projectId} projectId={projectId} />
  ) : (
    <CutPage
      key={cutId}
      projectId={projectId}
      cutId={cutId}
      commentId={commentId ?? null}
      commentsBelow={commentsBelow}
    />
  );
}

/** The list, at the cut that one comes back from. */
function CutsOf({ projectId }: { projectId: string }) {
  const { lastCuts } = useListening();
  const [cutId] = useState(() => lastCuts.get(projectId) ?? null);
  useEffect(() => void lastCuts.delete(projectId), [lastCuts, projectId]);
  return <ProjectPage projectId={projectId} cutId={cutId} />;
}
