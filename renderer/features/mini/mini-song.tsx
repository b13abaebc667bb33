import { ArrowLeftRight, BadgeCheck } from 'lucide-react';
import { useMemo } from 'react';
import { songAndVersion } from '../../../protocol/state/versions.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { goTo } from '../../platform/route.ts';
import { useStore } from '../../platform/store.ts';
import { cutsText } from '../../text/cuts.ts';
import { formatDuration } from '../../text/format.ts';
import { miniText } from '../../text/mini.ts';
import { formatMoment } from '../../text/moment.ts';
import { playerText } from '../../text/player.ts';
import { toDawText } from '../../text/to-daw.ts';
import { Art } from '../../ui/art.tsx';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Face } from '../../ui/face.tsx';
import { ComposerLine, commentsOnWave, useCutComments, usePlacedComments } from '../comments/port.tsx';
import { Hero, NewVersionNotice, useShownTrack, useTimeline } from '../cuts/port.tsx';
import { comparedWith, compareRoute, type Track } from '../player/port.ts';
import {
  PlayButton,
  useChooseTrack,
  useListening,
  useLoopKeys,
  usePlayerState,
  usePlayTime,
} from '../player/port.tsx';
import { DragHandle } from '../to-daw/port.tsx';
import { MiniPoints } from './mini-points.tsx';

const noComments: readonly Comment[] = [];

/** One song at 380 pixels. */
export function MiniSongView({
  cut,
  vibeName,
  project,
}: {
  cut: Cut;
  vibeName: string;
  project: ProjectSnapshot;
}) {
  const { tracks, track } = useShownTrack(cut, vibeName, null);
  const file = cut.files.find(({ id }) => id === track?.fileId);
  return (
    <section aria-label={cutsText.label(cut.name)} className="flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 items-center gap-3 border-b border-line bg-tint px-4 pt-1 pb-3">
        <Art name={cut.name} size={48} />
        <div className="min-w-0 flex-1">
          <h1 title={cut.name} className="truncate text-title font-semibold tracking-[-0.01em]">
            <bdi>{cut.name}</bdi>
          </h1>
          <p className="truncate text-dim">{file?.note || track?.versionName}</p>
        </div>
        {file && <Approvals file={file} />}
        {file && (
          <DragHandle
            what={{ kind: 'version', fileId: file.id }}
            label={toDawText.drag.version(songAndVersion(cut, file.id))}
          />
        )}
      </div>
      {track && file ? (
        <Version {...{ cut, tracks, track, file }} />
      ) : (
        <p className="flex-1 px-4 py-3 text-dim">{miniText.noVersion}</p>
      )}
      <ComposerLine cutId={cut.id} fileId={track?.fileId ?? null} members={project.members} />
    </section>
  );
}

function Version({
  cut,
  tracks,
  track,
  file,
}: {
  cut: Cut;
  tracks: readonly Track[];
  track: Track;
  file: File;
}) {
  const timeline = useTimeline(cut, track);
  useLoopKeys(timeline.solo, timeline.duration, timeline.music.tempo);
  const comments = useCutComments(cut.id, cut.formerIds).shown?.comments ?? noComments;
  const placed = usePlacedComments(comments, tracks, track);
  const onWave = useMemo(() => commentsOnWave(placed), [placed]);
  const previous = tracks[tracks.indexOf(track) - 1];
  const { difference } = file;
  const { phase, failure } = usePlayerState();
  return (
    <>
      <div className="shrink-0 px-3">
        <Hero key={track.cutId} track={track} comments={onWave} {...timeline} />
      </div>
      {previous && difference?.to === previous.fileId && (
        <p title={difference.summary} className="shrink-0 truncate px-4 pt-1.5 text-meta text-dim">
          {miniText.since(previous.versionName.split(' · ')[0] ?? '')}{' '}
          <span className="text-text">{difference.summary}</span>
        </p>
      )}
      <Controls {...{ track, tracks, duration: timeline.duration, isOn: timeline.isOn }} />
      <div className="flex shrink-0 px-4">
        <NewVersionNotice cutId={cut.id} tracks={tracks} />
      </div>
      {timeline.isOn && phase === 'failed' && (
        <p role="alert" className="shrink-0 px-4 py-1 text-over">
          {failure ?? playerText.silence.unknown}
        </p>
      )}
      <MiniPoints placed={placed} track={track} />
    </>
  );
}

/** The people who approved the shown version. */
function Approvals({ file: { approvals = [] } }: { file: File }) {
  if (approvals.length === 0) return null;
  const text = cutsText.approvedBy(approvals.map(({ user }) => user.name));
  return (
    <span title={text} className="flex shrink-0 items-center gap-1 text-good">
      <BadgeCheck size={18} aria-hidden />
      <span className="sr-only">{text}</span>
      {approvals.slice(0, 3).map(({ user }) => (
        <Face key={user.id} userId={user.id} name={user.name} size={20} />
      ))}
    </span>
  );
}

/** So many versions have room; the shown one is always among them. */
const mostPills = 4;

function Controls({
  track,
  tracks,
  duration,
  isOn,
}: {
  track: Track;
  tracks: readonly Track[];
  duration: number;
  isOn: boolean;
}) {
  const choose = useChooseTrack();
  const before = useStore(useListening().compared);
  const time = usePlayTime(0.1);
  const other = comparedWith(tracks, track, before.get(track.cutId));
  const last = tracks.slice(-mostPills);
  const pills = last.includes(track) ? last : [track, ...last.slice(1)];
  return (
    <div className="flex shrink-0 items-center gap-2 border-b border-line px-4 py-2">
      <PlayButton
        track={track}
        name={track.cutName}
        keys="Space"
        className="size-10! rounded-full! bg-text text-ground! hover:bg-text/90!"
      />
      <span className="shrink-0 tabular-nums">
        <span className="font-medium">{formatMoment(isOn ? time : 0)}</span>
        <span className="text-faint">{` / ${formatDuration(duration)}`}</span>
      </span>
      <span className="flex-1" />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
      <div role="group" aria-label={miniText.versions} className="flex min-w-0">
        {pills.map((one) => (
          <button
            key={one.fileId}
            type="button"
            aria-pressed={one === track}
            title={one.versionName}
            onClick={() => choose(one)}
            className={classNames(
              'h-7 min-w-8 truncate rounded-md px-1.5 text-meta font-medium tabular-nums',
              one === track ? 'bg-chosen text-text' : 'text-dim hover:bg-hover hover:text-text',
            )}
          >
            {one.versionName.split(' · ')[0]}
          </button>
        ))}
      </div>
      {other && (
        <IconButton
          label={miniText.compare}
          icon={ArrowLeftRight}
          onClick={() => goTo(compareRoute(track, other))}
        />
      )}
    </div>
  );
}
