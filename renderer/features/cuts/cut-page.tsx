import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { isGone } from '../../bridge/is-gone.ts';
import { useProject } from '../../platform/queries.ts';
import type { Route } from '../../platform/route.ts';
import { useProjectRoom } from '../../platform/socket-context.tsx';
import { useStore } from '../../platform/store.ts';
import { useAbsence } from '../../platform/use-absence.ts';
import { cutsText } from '../../text/cuts.ts';
import { classNames } from '../../ui/class-names.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CommentsPanel, useCommentUiState } from '../comments/port.tsx';
import { DropHint, useDrag, useTakeFiles } from '../drop/port.tsx';
import { useShownProject } from '../pending/port.tsx';
import { placeOfCut, shownTrack, tracksOf } from '../player/port.ts';
import { useListening } from '../player/port.tsx';
import { CutHead } from './cut-head.tsx';
import { MissingCut, UnreadableCut } from './missing-cut.tsx';
import { VersionList } from './version-list.tsx';

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
      {commentsBelow && <Below cut={place.cut} vibeName={place.vibeName} />}
    </DropArea>
  );
}

/** The comments, or the versions and files, where there is no room for both. */
function Below({ cut, vibeName }: { cut: Cut; vibeName: string }) {
  const [shown, setShown] = useState<'comments' | 'versions'>('comments');
  const { marked } = useCommentUiState();
  const mark = useStore(marked);
  useEffect(() => {
    if (mark) setShown('comments');
  }, [mark]);
  const tracks = useMemo(() => tracksOf(cut, vibeName), [cut, vibeName]);
  const track = shownTrack(tracks, useStore(useListening().selections).get(cut.id));
  const hasVersions = cut.files.length > 0;
  return (
    <section aria-label={cutsText.below} className="flex min-h-90 flex-1 flex-col border-t border-line">
      {hasVersions && (
        <fieldset aria-label={cutsText.below} className="flex shrink-0 gap-1 px-3 pt-2">
          {(['comments', 'versions'] as const).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === shown}
              onClick={() => setShown(one)}
              className={classNames(
                'h-7 rounded-md px-2.5 hover:bg-hover',
                one === shown ? 'bg-chosen font-medium' : 'text-dim',
              )}
            >
              {cutsText[one]}
            </button>
          ))}
        </fieldset>
      )}
      {shown === 'versions' && hasVersions ? (
        <VersionList cut={cut} tracks={tracks} shown={track} />
      ) : (
        <section aria-label={cutsText.comments} className="flex min-h-0 flex-1 flex-col">
          <CommentsPanel projectId={cut.projectId} cutId={cut.id} />
        </section>
      )}
    </section>
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
