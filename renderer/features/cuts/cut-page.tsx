import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useEffect, useMemo } from 'react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { isGone } from '../../bridge/is-gone.ts';
import { isUnread, unreadSentence } from '../../bridge/unread.ts';
import { useProject } from '../../platform/queries.ts';
import { formatRoute, type Route } from '../../platform/route.ts';
import { useProjectRoom } from '../../platform/socket-context.tsx';
import { useStore } from '../../platform/store.ts';
import { useAbsence } from '../../platform/use-absence.ts';
import { useNow } from '../../platform/use-now.ts';
import { emptyPlaceWords } from '../../text/empty-place.ts';
import { formatAgo, formatBytes, formatDuration, formatKind, plural } from '../../text/format.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CommentsPanel, useCommentUiState, useCutComments } from '../comments/port.tsx';
import { DropHint, useDrag, useTakeFiles } from '../drop/port.tsx';
import { isMadeHere, type PendingBadge } from '../pending/port.ts';
import { ChangeBadge, RefusedHere, usePending, useShownProject } from '../pending/port.tsx';
import { PinIcon, pinOf, usePins } from '../pins/port.tsx';
import { placeOfCut, type Track, tracksOf } from '../player/port.ts';
import { PlayButton, useChooseTrack, useListening } from '../player/port.tsx';
import { AddVersion } from './add-version.tsx';
import { CutWave } from './cut-wave.tsx';
import { VersionChooser } from './version-chooser.tsx';
import { VersionList } from './version-list.tsx';

type CutRoute = Extract<Route, { name: 'project'; cutId: string }>;

/**
 * One cut: hear it, see it, and what was said about it. Another route to the same comment shows and marks it again, one
 * to a version shows that.
 */
export function CutPage({
  route,
  commentsBelow,
}: {
  route: CutRoute;
  /** There is no panel beside the work to hold the comments. */
  commentsBelow: boolean;
}) {
  const { projectId, cutId } = route;
  const { project, badges, isPending, error, refetch } = useShownProject(projectId);
  useProjectRoom(isPending ? null : projectId);
  const { marked, tab } = useCommentUiState();
  const place = project ? placeOfCut(project, cutId) : null;
  const held = useProject(isPending ? null : projectId).data;
  const absence = useAbsence(cutId, {
    isMissing: place === null,
    isHeld: held !== undefined && placeOfCut(held, cutId) !== null,
  });
  const { lastCuts } = useListening();
  useEffect(() => {
    const { commentId } = route;
    if (commentId !== undefined) marked.change(() => ({ commentId, takesFocus: true }));
  }, [route, marked]);
  useEffect(() => {
    tab.change(() => (commentsBelow ? 'activity' : 'comments'));
    return () => tab.change(() => 'activity');
  }, [tab, commentsBelow]);
  useEffect(() => void lastCuts.set(projectId, cutId), [lastCuts, projectId, cutId]);

  if (error && !project && !isGone(error))
    return (
      <Empty
        title={isUnread(error) ? 'Not on this machine yet' : 'The cut can’t be read'}
        action={<Button onClick={() => void refetch()}>Try again</Button>}
      >
        {unreadSentence(error)}
      </Empty>
    );
  if (!project && !error) return <Skeleton rows={6} label="Loading the cut" />;
  if (absence === 'awaited' && !isGone(error)) return <Skeleton rows={6} label="Loading the cut" />;
  if (!place || isGone(error))
    return (
      <div className="flex min-h-0 flex-1 flex-col">
        {absence === 'unreached' && !isGone(error) ? (
          <Empty title="Not on this machine yet" action={<BackLink projectId={projectId} />}>
            This cut is not among what was read of its project; that needs the network. If it is still there,
            it shows by itself when the server is reached.
          </Empty>
        ) : (
          <Empty title="This cut is gone" action={<BackLink projectId={projectId} />}>
            It was deleted, or you are no longer in its project. Your bounces on disk are untouched.
          </Empty>
        )}
        <RefusedHere about={{ kind: 'gone-cut', projectId, cutId }} />
      </div>
    );
  return (
    <LoadedCut cut={place.cut}>
      <CutHead {...place} route={route} badge={badges.get(cutId)} withVersions={!commentsBelow} />
      {commentsBelow && (
        <section aria-label="Comments" className="flex min-h-0 flex-1 flex-col border-t border-line">
          <CommentsPanel projectId={projectId} cutId={cutId} />
        </section>
      )}
    </LoadedCut>
  );
}

/** Takes what is dropped anywhere on the page as new versions of its cut. */
function LoadedCut({ cut, children }: { cut: Cut; children: ReactNode }) {
  const take = useTakeFiles();
  const { intent, zone } = useDrag({
    intentOf: ({ kind }) =>
      kind === 'files' ? { kind: 'new-version', cutId: cut.id, cutName: cut.name } : null,
    onFiles: (files) => take(files, { kind: 'cut', projectId: cut.projectId, cutId: cut.id }),
  });
  return (
    <section aria-label={`Cut ${cut.name}`} className="relative flex min-h-0 flex-1 flex-col" {...zone}>
      {children}
      {intent && <DropHint intent={intent} />}
    </section>
  );
}

function BackLink({ projectId }: { projectId: string }) {
  return (
    <a
      href={formatRoute({ name: 'project', projectId, cutId: null })}
      className="inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-dim hover:bg-hover hover:text-text"
    >
      <ArrowLeft size={14} aria-hidden />
      All cuts
    </a>
  );
}

function CutHead({
  cut,
  vibeName,
  route,
  badge,
  withVersions,
}: {
  cut: Cut;
  vibeName: string;
  route: CutRoute;
  badge: PendingBadge | undefined;
  /** There is room for the list of them. */
  withVersions: boolean;
}) {
  const { open, chosen } = useListening();
  const { operations } = usePending();
  const target = { kind: 'cut', projectId: cut.projectId, cutId: cut.id } as const;
  const pin = pinOf(usePins(), 'cut', cut.id);
  const tracks = useMemo(() => tracksOf(cut, vibeName), [cut, vibeName]);
  const chosenId = useStore(chosen).get(cut.id);
  const track = tracks.find(({ fileId }) => fileId === chosenId) ?? tracks.at(-1) ?? null;
  const choose = useChooseTrack();
  const ledTo = tracks.find(({ fileId }) => fileId === route.fileId);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each way there, and as soon as it is here
  useEffect(() => {
    // What is shown anyway is not held on to: the next version is to be shown when it comes.
    if (ledTo && ledTo.fileId !== track?.fileId) choose(ledTo);
  }, [route, ledTo === undefined, choose]);
  const comments = useCutComments(cut.id).shown?.comments ?? [];
  useEffect(() => {
    open.change(() => track && { tracks, track });
    return () => open.change(() => null);
  }, [open, tracks, track]);
  return (
    <>
      <div className="flex h-9 shrink-0 items-center px-2">
        <BackLink projectId={cut.projectId} />
        <span title={vibeName} className="min-w-0 truncate text-faint">
          · {vibeName}
        </span>
      </div>
      <header className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1 px-4 max-[480px]:px-2">
        {track && (
          <PlayButton
            track={track}
            name={cut.name}
            keys="Space"
            className="size-9 rounded-full bg-chosen text-text"
          />
        )}
        <h2 title={cut.name} className="min-w-24 flex-1 truncate text-title font-semibold">
          {cut.name}
        </h2>
        <PinIcon pin={pin} />
        <ChangeBadge badge={badge} />
        {track && tracks.length > 1 && <VersionChooser tracks={tracks} track={track} />}
        <AddVersion cut={cut} />
      </header>
      {track ? (
        <>
          <CutWave track={track} comments={comments} />
          <Facts cut={cut} track={track} />
        </>
      ) : (
        <p className="px-4 py-6 text-dim">
          {emptyPlaceWords('cut-page', isMadeHere(operations, target), true)}
        </p>
      )}
      {withVersions && cut.files.length > 0 && <VersionList cut={cut} tracks={tracks} shown={track} />}
    </>
  );
}

function Facts({ cut, track }: { cut: Cut; track: Track }) {
  const now = useNow();
  const file = cut.files.find(({ id }) => id === track.fileId);
  if (!file) return null;
  const others = cut.files.filter(({ type }) => type !== 'CUT').length;
  const facts = [
    file.audio && formatDuration(file.audio.durationSeconds),
    formatKind(file),
    formatBytes(file.size),
    file.uploadedBy.name,
    formatAgo(Date.parse(file.createdAt), now),
    others > 0 && plural(others, 'other file'),
  ].filter((fact) => typeof fact === 'string');
  return (
    <p className="shrink-0 px-4 pt-1 pb-3 text-meta break-words text-dim tabular-nums max-[480px]:px-2">
      <span title={file.name} className="block truncate">
        {file.name}
      </span>
      {facts.join(' · ')}
    </p>
  );
}
