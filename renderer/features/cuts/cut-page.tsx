import { type ReactNode, useEffect } from 'react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { isGone } from '../../bridge/is-gone.ts';
import { useProject } from '../../platform/queries.ts';
import type { Route } from '../../platform/route.ts';
import { useProjectRoom } from '../../platform/socket-context.tsx';
import { useAbsence } from '../../platform/use-absence.ts';
import { cutsText } from '../../text/cuts.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CommentsPanel, useCommentUiState } from '../comments/port.tsx';
import { DropHint, useDrag, useTakeFiles } from '../drop/port.tsx';
import { useShownProject } from '../pending/port.tsx';
import { placeOfCut } from '../player/port.ts';
import { useListening } from '../player/port.tsx';
import { CutHead } from './cut-head.tsx';
import { MissingCut, UnreadableCut } from './missing-cut.tsx';

/**
 * One cut: its sound, its waveform and its comments. A new route to the same comment or version shows that comment or
 * version again.
 */
export function CutPage({
  route,
  commentsBelow,
}: {
  route: Extract<Route, { name: 'project'; cutId: string }>;
  /** There is no side panel for the comments. */
  commentsBelow: boolean;
}) {
  const { projectId, cutId } = route;
  const { project, badges, isPending, error, refetch } = useShownProject(projectId);
  useProjectRoom(isPending ? null : projectId);
  const place = project ? placeOfCut(project, cutId) : null;
  const held = useProject(isPending ? null : projectId).data;
  const absence = useAbsence(cutId, {
    isMissing: place === null,
    isHeld: held !== undefined && placeOfCut(held, cutId) !== null,
  });
  useOpenedCut(route, commentsBelow);
  const isOut = isGone(error);

  if (error && !project && !isOut) return <UnreadableCut error={error} onRetry={() => void refetch()} />;
  if ((!project && !error) || (absence === 'awaited' && !isOut))
    return <Skeleton rows={6} label={cutsText.loading} />;
  if (!place || isOut)
    return (
      <MissingCut
        projectId={projectId}
        cutId={cutId}
        reason={absence === 'unreached' && !isOut ? 'unreached' : 'gone'}
      />
    );
  return (
    <DropArea cut={place.cut}>
      <CutHead {...place} route={route} badge={badges.get(cutId)} withVersions={!commentsBelow} />
      {commentsBelow && (
        <section aria-label={cutsText.comments} className="flex min-h-0 flex-1 flex-col border-t border-line">
          <CommentsPanel projectId={projectId} cutId={cutId} />
        </section>
      )}
    </DropArea>
  );
}

/** Marks the comment that the route names, shows the comments, and remembers the cut for the way back to the list. */
function useOpenedCut(
  route: Extract<Route, { name: 'project'; cutId: string }>,
  commentsBelow: boolean,
): void {
  const { marked, tab } = useCommentUiState();
  const { lastCuts } = useListening();
  const { projectId, cutId } = route;
  useEffect(() => {
    const { commentId } = route;
    if (commentId !== undefined) marked.change(() => ({ commentId, takesFocus: true }));
  }, [route, marked]);
  useEffect(() => {
    tab.change(() => (commentsBelow ? 'activity' : 'comments'));
    return () => tab.change(() => 'activity');
  }, [tab, commentsBelow]);
  useEffect(() => void lastCuts.set(projectId, cutId), [lastCuts, projectId, cutId]);
}

/** Files dropped anywhere on the page become new versions of its cut. */
function DropArea({ cut, children }: { cut: Cut; children: ReactNode }) {
  const take = useTakeFiles();
  const { intent, zone } = useDrag({
    intentOf: ({ kind }) =>
      kind === 'files' ? { kind: 'new-version', cutId: cut.id, cutName: cut.name } : null,
    onFiles: (files) => take(files, { kind: 'cut', projectId: cut.projectId, cutId: cut.id }),
  });
  return (
    <section
      aria-label={cutsText.label(cut.name)}
      className="relative flex min-h-0 flex-1 flex-col"
      {...zone}
    >
      {children}
      {intent && <DropHint intent={intent} />}
    </section>
  );
}
