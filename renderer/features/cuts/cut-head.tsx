import { useEffect, useMemo } from 'react';
import { stemsOf } from '../../../protocol/state/versions.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { stackOf } from '../../platform/cut-facts.ts';
import type { Route } from '../../platform/route.ts';
import { useStore } from '../../platform/store.ts';
import { useNow } from '../../platform/use-now.ts';
import { cutsText } from '../../text/cuts.ts';
import { emptyPlaceText } from '../../text/empty-place.ts';
import { formatAgo, formatBytes, formatDuration, formatKind } from '../../text/format.ts';
import { stemsText } from '../../text/stems.ts';
import { commentsOnWave, useCutComments, usePlacedComments } from '../comments/port.tsx';
import { isMadeHere, type PendingBadge } from '../pending/port.ts';
import { ChangeBadge, usePending } from '../pending/port.tsx';
import { PinIcon, pinOf, usePins } from '../pins/port.tsx';
import { shownTrack, type Track, tracksOf } from '../player/port.ts';
import { PlayButton, useChooseTrack, useListening } from '../player/port.tsx';
import { AddVersion } from './add-version.tsx';
import { CutWave } from './cut-wave.tsx';
import { LoudnessFacts } from './loudness-facts.tsx';
import { BackLink } from './missing-cut.tsx';
import { NewVersionNotice } from './new-version-notice.tsx';
import { VersionChooser } from './version-chooser.tsx';
import { VersionList } from './version-list.tsx';

type CutRoute = Extract<Route, { name: 'project'; cutId: string }>;

const noComments: readonly Comment[] = [];

/** The shown version of a cut: its name, controls, waveform and facts, and the list of versions. */
export function CutHead({
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
  /** There is room for the list of versions. */
  withVersions: boolean;
}) {
  const { operations } = usePending();
  const pin = pinOf(usePins(), 'cut', cut.id);
  const { tracks, track } = useShownTrack(cut, vibeName, route);
  const comments = useCutComments(cut.id).shown?.comments ?? noComments;
  const placed = usePlacedComments(comments, tracks, track);
  return (
    <>
      <div className="flex h-9 shrink-0 items-center px-2">
        <BackLink projectId={cut.projectId} />
        <span title={vibeName} className="min-w-0 truncate text-faint">
          {`· ${vibeName}`}
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
        <NewVersionNotice cutId={cut.id} tracks={tracks} />
        {track && tracks.length > 1 && <VersionChooser tracks={tracks} track={track} />}
        <AddVersion cut={cut} />
      </header>
      {track ? (
        <>
          <CutWave
            track={track}
            previous={tracks[tracks.indexOf(track) - 1] ?? null}
            comments={commentsOnWave(placed)}
          />
          <Facts cut={cut} track={track} />
          <Loudness cut={cut} track={track} />
        </>
      ) : (
        <p className="px-4 py-6 text-dim">
          {emptyPlaceText.cutPage(
            isMadeHere(operations, { kind: 'cut', projectId: cut.projectId, cutId: cut.id }),
          )}
        </p>
      )}
      {withVersions && cut.files.length > 0 && <VersionList cut={cut} tracks={tracks} shown={track} />}
    </>
  );
}

/** The cut's versions and the one to show, which the keys act on while the page is open. */
function useShownTrack(cut: Cut, vibeName: string, route: CutRoute) {
  const { open, selections } = useListening();
  const choose = useChooseTrack();
  const tracks = useMemo(() => tracksOf(cut, vibeName), [cut, vibeName]);
  const track = shownTrack(tracks, useStore(selections).get(cut.id));
  const linked = tracks.find(({ fileId }) => fileId === route.fileId);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each route, as soon as the version is there
  useEffect(() => {
    // The newest version is shown without being selected, so that the next one follows it.
    if (linked && linked.fileId !== track?.fileId) choose(linked);
  }, [route, linked === undefined, choose]);
  useEffect(() => {
    open.change(() => track && { tracks, track });
    return () => open.change(() => null);
  }, [open, tracks, track]);
  return { tracks, track };
}

function Loudness({ cut, track }: { cut: Cut; track: Track }) {
  const file = cut.files.find(({ id }) => id === track.fileId);
  return file ? <LoudnessFacts key={file.id} file={file} track={track} /> : null;
}

function Facts({ cut, track }: { cut: Cut; track: Track }) {
  const now = useNow();
  const file = cut.files.find(({ id }) => id === track.fileId);
  if (!file) return null;
  const stems = stemsOf(cut, file.id).length;
  const others = stackOf(cut).others.length;
  const facts = [
    file.audio && formatDuration(file.audio.durationSeconds),
    formatKind(file),
    formatBytes(file.size),
    file.uploadedBy.name,
    formatAgo(Date.parse(file.createdAt), now),
    stems > 0 && stemsText.count(stems),
    others > 0 && cutsText.otherFiles(others),
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
