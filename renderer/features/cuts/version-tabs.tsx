import { BadgeCheck } from 'lucide-react';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { versionName } from '../../../common/version-name.ts';
import { songAndVersion } from '../../../protocol/state/versions.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import { type StackEntry, stackOf } from '../../platform/cut-facts.ts';
import { useNow } from '../../platform/use-now.ts';
import { cutsText } from '../../text/cuts.ts';
import { formatAgo } from '../../text/format.ts';
import { toDawText } from '../../text/to-daw.ts';
import { classNames } from '../../ui/class-names.ts';
import type { Track } from '../player/port.ts';
import { useChooseTrack } from '../player/port.tsx';
import { DragHandle } from '../to-daw/port.tsx';
import { EarlierVersions } from './earlier-versions.tsx';
import { isComparing } from './is-comparing.ts';
import { splitVersions } from './split-versions.ts';

/** The room that a tab needs, and that of the button before them, in pixels. */
const tabRoom = 92;
const earlierRoom = 92;

/** The versions as tabs, the newest at the right. The shown one is joined to its waveform. */
export function VersionTabs({
  cut,
  tracks,
  shown,
}: {
  cut: Cut;
  tracks: readonly Track[];
  shown: Track | null;
}) {
  const now = useNow();
  const row = useRef<HTMLElement>(null);
  const [room, setRoom] = useState(0);
  useLayoutEffect(() => {
    if (!row.current) return;
    const observer = new ResizeObserver(([entry]) => setRoom(entry?.contentRect.width ?? 0));
    observer.observe(row.current);
    return () => observer.disconnect();
  }, []);
  const entries = useMemo(() => stackOf(cut).versions.toReversed(), [cut]);
  const most = Math.floor((room - earlierRoom) / tabRoom);
  const { earlier, tabs } = splitVersions(entries, shown?.fileId ?? null, most);
  if (entries.length === 0) return null;
  return (
    <section
      ref={row}
      aria-label={cutsText.versions}
      className="flex min-h-18 shrink-0 items-stretch border-b border-line px-3 max-[480px]:min-h-14 max-[480px]:px-1"
    >
      {room > 0 && (
        <>
          {earlier.length > 0 && <EarlierVersions entries={earlier} tracks={tracks} now={now} />}
          {tabs.map((entry) => {
            const track = tracks[entry.version - 1];
            return (
              track && (
                <VersionTab
                  key={entry.file.id}
                  title={songAndVersion(cut, entry.file.id)}
                  entry={entry}
                  track={track}
                  isShown={entry.file.id === shown?.fileId}
                  now={now}
                />
              )
            );
          })}
        </>
      )}
    </section>
  );
}

function VersionTab({
  title,
  entry,
  track,
  isShown,
  now,
}: {
  /** The song and the version. */
  title: string;
  entry: StackEntry;
  track: Track;
  isShown: boolean;
  now: number;
}) {
  const choose = useChooseTrack();
  const { file, version } = entry;
  return (
    <div className={classNames('group/tab relative -mb-px flex min-w-0', isShown ? 'flex-[1.8]' : 'flex-1')}>
      <button
        type="button"
        aria-pressed={isShown}
        title={file.name}
        onClick={() => choose(track)}
        className={classNames(
          'flex min-w-0 flex-1 flex-col gap-0.5 rounded-t-[10px] border px-2.5 pt-2.5 pb-2 text-left',
          isShown ? 'border-line border-b-ground bg-ground' : 'border-transparent text-dim hover:bg-hover',
        )}
      >
        <span className="sr-only">{cutsText.showVersion}</span>
        <span className="flex max-w-full items-baseline gap-1.5">
          <span
            className={classNames(
              'flex min-w-0 flex-1 items-baseline gap-x-1.5',
              // An age without room is in the second line, which isn't shown.
              !isShown && 'h-5 flex-wrap overflow-hidden',
            )}
          >
            <span className={classNames('min-w-0 truncate font-semibold', isShown && 'text-text')}>
              {versionName({ ...file, note: undefined }, version)}
            </span>
            <span className="min-w-0 shrink-100 truncate text-meta text-faint">
              {isShown && <span className="max-[480px]:hidden">{`${file.uploadedBy.name} · `}</span>}
              {formatAgo(Date.parse(file.createdAt), now)}
            </span>
          </span>
          <Approved file={file} />
        </span>
        <span
          className={classNames(
            // The handle's words take its place.
            'line-clamp-2 text-meta break-words group-has-[[role=status]]/tab:invisible max-[480px]:line-clamp-1',
            isShown && 'pr-6',
          )}
        >
          {aboutVersion(entry, now)}
        </span>
      </button>
      {isShown && (
        <DragHandle
          what={{ kind: 'version', fileId: file.id }}
          label={toDawText.drag.version(title)}
          className="absolute right-1 bottom-1 bg-ground"
        />
      )}
    </div>
  );
}

/** The note of a version; without one, what changed since the version before it. */
function aboutVersion({ file, previous }: StackEntry, now: number): string {
  if (file.note) return file.note;
  if (previous === null) return cutsText.firstVersion;
  if (file.difference?.to === previous.id) return file.difference.summary;
  return isComparing(file, previous, now) ? cutsText.comparing : '';
}

/** The people who approved it. */
function Approved({ file: { approvals = [] } }: { file: File }) {
  const names = approvals.map(({ user }) => user.name);
  if (names.length === 0) return null;
  return (
    <span
      title={cutsText.approvedBy(names)}
      className="ml-auto flex min-w-0 shrink-0 items-center gap-1 text-meta text-good"
    >
      <BadgeCheck size={13} aria-hidden />
      <span className="sr-only">{cutsText.approvedBy(names)}</span>
    </span>
  );
}
