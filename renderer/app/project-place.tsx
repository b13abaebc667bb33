import { useEffect, useMemo, useState } from 'react';
import { ComparePage } from '../features/compare/compare-page.tsx';
import { CutPage } from '../features/cuts/cut-page.tsx';
import { useListening } from '../features/player/listening.tsx';
import { ProjectPage } from '../features/projects/project-page.tsx';
import type { Route } from '../platform/route.ts';

/** A place in a project: one cut, or the list of all cuts. */
export function ProjectPlace({
  route,
  commentsBelow,
}: {
  route: Extract<Route, { name: 'project' }>;
  commentsBelow: boolean;
}) {
  if (route.cutId === null) return <CutsOf key={route.projectId} route={route} />;
  const { projectId, cutId, compare } = route;
  return compare ? (
    <ComparePage key={cutId} projectId={projectId} cutId={cutId} compare={compare} />
  ) : (
    <CutPage key={route.cutId} route={route} commentsBelow={commentsBelow} />
  );
}

/** The list, scrolled to the vibe of the route, else to the cut that the user came back from. */
function CutsOf({ route }: { route: Extract<Route, { name: 'project'; cutId: null }> }) {
  const { projectId, vibeId } = route;
  const { lastCuts } = useListening();
  const [back] = useState(() => {
    const cutId = lastCuts.get(projectId);
    return vibeId === undefined && cutId !== undefined ? { key: cutId } : null;
  });
  useEffect(() => void lastCuts.delete(projectId), [lastCuts, projectId]);
  // A new route to the same vibe scrolls to it again.
  const asked = useMemo(() => (route.vibeId === undefined ? null : { key: route.vibeId }), [route]);
  return <ProjectPage projectId={projectId} reveal={asked ?? back} />;
}
