import { type ReactNode, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { hueOf } from '../../../common/hue.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { isGone } from '../../bridge/is-gone.ts';
import { useProject } from '../../platform/queries.ts';
import type { Route } from '../../platform/route.ts';
import { useProjectRoom } from '../../platform/socket-context.tsx';
import { useStore } from '../../platform/store.ts';
import { useAbsence } from '../../platform/use-absence.ts';
import { cutsText } from '../../text/cuts.ts';
import { emptyPlaceText } from '../../text/empty-place.ts';
import { EmptyPicture } from '../../ui/empty-picture.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useAfterPaint } from '../../ui/use-after-paint.ts';
import {
  CommentsPanel,
  commentsOnWave,
  useCommentUiState,
  useCutComments,
  usePlacedComments,
} from '../comments/port.tsx';
import { DropHint, useDrag, useTakeFiles } from '../drop/port.tsx';
import { isMadeHere, type PendingBadge } from '../pending/port.ts';
import { useMay, usePending, useShownProject } from '../pending/port.tsx';
import { placeOfCut, type Track } from '../player/port.ts';
import { useListening } from '../player/port.tsx';
import { MissingCut, UnreadableCut } from './missing-cut.tsx';
import { isFirst, SongDetails, SongWave, useTimeline } from './song-body.tsx';
import { SongHead } from './song-head.tsx';
import { useShownTrack } from './use-shown-track.ts';

type CutRoute = Extract<Route, { name: 'project'; cutId: string }>;

/**
 * One cut: its sound, its waveform and its comments. A new route to the same comment or version shows that comment or
 * version again.
 */
export function CutPage({
  route,
  commentsBelow,
}: {
  route: CutRoute;
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
  useOpenedCut(route);
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
      <Song {...place} route={route} badge={badges.get(cutId)} commentsBelow={commentsBelow} />
    </DropArea>
  );
}

function Song({
  cut,
  vibeName,
  route,
  badge,
  commentsBelow,
}: {
  cut: Cut;
  vibeName: string;
  route: CutRoute;
  badge: PendingBadge | undefined;
  commentsBelow: boolean;
}) {
  const { operations } = usePending();
  const { tracks, track } = useShownTrack(cut, vibeName, route);
  return (
    <div data-hue={hueOf(cut.name)} className="flex min-h-0 flex-1 flex-col">
      <SongHead cut={cut} vibeName={vibeName} tracks={tracks} track={track} badge={badge} />
      {track ? (
        <ShownVersion cut={cut} tracks={tracks} track={track} commentsBelow={commentsBelow} />
      ) : (
        <>
          {cut.files.length > 0 ? (
            <p className="px-6 pt-6 text-dim max-[480px]:px-2">{cutsText.onlyFiles}</p>
          ) : (
            <div className="m-auto flex w-full max-w-140 flex-col items-center gap-4 px-6 py-6 text-center text-dim">
              <EmptyPicture name="journey" hue={hueOf(cut.name)} />
              <p>
                {emptyPlaceText.cutPage(
                  isMadeHere(operations, { kind: 'cut', projectId: cut.projectId, cutId: cut.id }),
                )}
              </p>
            </div>
          )}
          <SongDetails cut={cut} track={null} previous={null} timeline={null} />
          {commentsBelow && <CommentsBelow cut={cut} />}
        </>
      )}
    </div>
  );
}

const noComments: readonly Comment[] = [];

function ShownVersion({
  cut,
  tracks,
  track,
  commentsBelow,
}: {
  cut: Cut;
  tracks: readonly Track[];
  track: Track;
  commentsBelow: boolean;
}) {
  const timeline = useTimeline(cut, track);
  const shown = useCutComments(cut.id).shown?.comments ?? noComments;
  // Thousands of faces follow the first frame, which has the song and its list of comments.
  const isPainted = useAfterPaint();
  const comments = useDeferredValue(isPainted ? shown : noComments);
  const placed = usePlacedComments(comments, tracks, track);
  const onWave = useMemo(() => commentsOnWave(placed), [placed]);
  const previous = tracks[tracks.indexOf(track) - 1] ?? null;
  const details = <SongDetails {...{ cut, track, previous, timeline }} />;
  return (
    <>
      <SongWave {...{ cut, track, timeline }} comments={onWave} hasRoom={!commentsBelow && isFirst(cut)} />
      {commentsBelow ? <Below cut={cut} details={details} /> : details}
    </>
  );
}

/** The comments, or the details of the version, where there is no room for both. */
function Below({ cut, details }: { cut: Cut; details: ReactNode }) {
  const [shown, setShown] = useState<'comments' | 'details'>('comments');
  const { marked, asked } = useCommentUiState();
  const mark = useStore(marked);
  const wanted = useStore(asked);
  useEffect(() => {
    if (mark || wanted) setShown('comments');
  }, [mark, wanted]);
  return (
    <div className="flex min-h-90 flex-1 flex-col pt-2">
      <div className="flex shrink-0 px-6 max-[480px]:px-2">
        <Segments
          label={cutsText.below}
          value={shown}
          onValue={setShown}
          options={[
            { value: 'comments', text: cutsText.comments },
            { value: 'details', text: cutsText.details },
          ]}
        />
      </div>
      {shown === 'details' ? details : <CommentsBelow cut={cut} />}
    </div>
  );
}

function CommentsBelow({ cut }: { cut: Cut }) {
  return (
    <section aria-label={cutsText.comments} className="flex min-h-80 flex-1 flex-col">
      <CommentsPanel projectId={cut.projectId} cutId={cut.id} />
    </section>
  );
}

/** Marks the comment that the route names, shows the comments, and remembers the cut for the way back to the list. */
function useOpenedCut(route: CutRoute): void {
  const { marked, chosenTab } = useCommentUiState();
  const { lastCuts } = useListening();
  const { projectId, cutId } = route;
  useEffect(() => {
    const { commentId } = route;
    if (commentId === undefined) return;
    marked.change(() => ({ commentId, takesFocus: true }));
    chosenTab.change(() => null);
  }, [route, marked, chosenTab]);
  useEffect(() => void lastCuts.set(projectId, cutId), [lastCuts, projectId, cutId]);
}

/** Files dropped anywhere on the page become new versions of its cut. */
function DropArea({ cut, children }: { cut: Cut; children: ReactNode }) {
  const take = useTakeFiles();
  const may = useMay(cut.projectId);
  const { intent, zone } = useDrag({
    intentOf: ({ kind }) =>
      kind === 'files' && may('file.upload')
        ? { kind: 'new-version', cutId: cut.id, cutName: cut.name }
        : null,
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
