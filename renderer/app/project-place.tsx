import { useEffect, useMemo, useState } from 'react';
import { useCommentUiState } from '../features/comments/port.tsx';
import { ComparePage } from '../features/compare/compare-page.tsx';
import { useMovedComment } from '../features/corrections/use-moved-comment.ts';
import { CutPage } from '../features/cuts/cut-page.tsx';
import { PointsPage } from '../features/open-points/port.tsx';
import { useShownProject } from '../features/pending/pending-context.tsx';
import { useListening } from '../features/player/listening.tsx';
import { ProjectPage } from '../features/projects/project-page.tsx';
import { RoomPage } from '../features/room/room-page.tsx';
import { currentPlace } from '../platform/current-place.ts';
import { goTo, type Route } from '../platform/route.ts';

/** A place in a project: one cut, the list of all cuts, or the room. */
export function ProjectPlace({
  route,
  commentsBelow,
}: {
  route: Extract<Route, { name: 'project' }>;
  commentsBelow: boolean;
}) {
  if (route.cutId === null && route.points) return <PointsPage projectId={route.projectId} />;
  if (route.cutId === null && route.room)
    return <RoomPage projectId={route.projectId} messageId={route.room.messageId} />;
  return route.cutId === null ? (
    <CutsOf key={route.projectId} route={route} />
  ) : (
    <CutOf route={route} commentsBelow={commentsBelow} />
  );
}

type CutRoute = Extract<Route, { name: 'project'; cutId: string }>;

/** The cut of a route or a comparison in it, wherever its version is now: links outlive moves and merges. */
function CutOf({ route, commentsBelow }: { route: CutRoute; commentsBelow: boolean }) {
  const { project } = useShownProject(route.projectId);
  const current = useMemo(() => (project ? currentPlace(route, project) : route), [route, project]);
  useEffect(() => {
    if (current !== route) goTo(current, { replace: true });
  }, [current, route]);
  useMovedComment(current, project);
  const { projectId, cutId, compare } = current;
  return compare ? (
    <ComparePage key={cutId} projectId={projectId} cutId={cutId} compare={compare} />
  ) : (
    <CutPage key={cutId} route={current} commentsBelow={commentsBelow} />
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
  const { songFilter } = useCommentUiState();
  useEffect(() => {
    // A group that a link leads to shows, whatever was filtered.
    if (asked) songFilter.change(() => 'all');
  }, [asked, songFilter]);
  return <ProjectPage projectId={projectId} reveal={asked ?? back} />;
}
