import { FileArchive, ImageIcon, Link } from 'lucide-react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import { numberedFiles } from '../../platform/cut-facts.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { cutsText } from '../../text/cuts.ts';
import { formatAgo, formatBytes, formatDuration } from '../../text/format.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';
import type { Track } from '../player/port.ts';
import { PlayButton, SmallWave, useChooseTrack } from '../player/port.tsx';

/** All versions and files of the cut, newest first. A click on a version shows it. */
export function VersionList({
  cut,
  tracks,
  shown,
}: {
  cut: Cut;
  tracks: readonly Track[];
  shown: Track | null;
}) {
  const now = useNow();
  return (
    <section
      aria-label={cutsText.versions}
      className="@container flex min-h-32 flex-1 flex-col border-t border-line"
    >
      <h3 className="px-4 pt-3 pb-1 text-meta font-semibold text-faint">{cutsText.versionsAndFiles}</h3>
      <VirtualList
        label={cutsText.versionsAndFilesOf(cut.name)}
        items={numberedFiles(cut)}
        keyOf={({ file }) => file.id}
        estimate={() => 36}
        className="flex-1 px-2 pb-2"
      >
        {({ file }) => {
          const track = tracks.find(({ fileId }) => fileId === file.id);
          return track ? (
            <Version file={file} track={track} isShown={track === shown} now={now} />
          ) : (
            <OtherFile file={file} now={now} />
          );
        }}
      </VirtualList>
    </section>
  );
}

const row = 'relative flex h-9 items-center gap-2 rounded-md px-2';
const fact = 'shrink-0 truncate text-right text-meta text-dim tabular-nums';

function Version({ file, track, isShown, now }: { file: File; track: Track; isShown: boolean; now: number }) {
  const choose = useChooseTrack();
  return (
    <div className={classNames(row, isShown ? 'bg-chosen' : 'hover:bg-hover')}>
      <button
        type="button"
        aria-label={cutsText.showVersion(track.version, file.name)}
        aria-pressed={isShown}
        onClick={() => choose(track)}
        className="absolute inset-0 rounded-md"
      />
      <PlayButton
        track={track}
        name={cutsText.versionOf(track.version, track.cutName)}
        className="relative data-on:text-accent"
      />
      <span className="w-7 shrink-0 text-meta text-faint tabular-nums">{`v${track.version}`}</span>
      <SmallWave fileId={track.fileId} columns={48} className="h-6 w-24 shrink-0 text-wave @max-xl:w-14" />
      <span title={file.name} className="min-w-0 flex-1 truncate">
        {file.name}
      </span>
      <span className={classNames(fact, 'w-11')}>
        {file.audio ? formatDuration(file.audio.durationSeconds) : ''}
      </span>
      <span className={classNames(fact, 'w-24 text-left! @max-xl:hidden')}>{file.uploadedBy.name}</span>
      <span className={classNames(fact, 'w-12')}>{formatAgo(Date.parse(file.createdAt), now)}</span>
      <ShareButton file={file} />
    </div>
  );
}

function OtherFile({ file, now }: { file: File; now: number }) {
  const Icon = file.type === 'IMAGE' ? ImageIcon : FileArchive;
  return (
    <div className={row}>
      <Icon size={14} aria-hidden className="mx-[7px] shrink-0 text-faint" />
      <span title={file.name} className="min-w-0 flex-1 truncate text-dim">
        {file.name}
      </span>
      <span className={classNames(fact, 'w-20')}>{formatBytes(file.size)}</span>
      <span className={classNames(fact, 'w-24 text-left! @max-xl:hidden')}>{file.uploadedBy.name}</span>
      <span className={classNames(fact, 'w-12')}>{formatAgo(Date.parse(file.createdAt), now)}</span>
      <ShareButton file={file} />
    </div>
  );
}

function ShareButton({ file }: { file: File }) {
  const { ask } = useFrame();
  return (
    <IconButton
      label={cutsText.shareLinkTo(file.name)}
      icon={Link}
      className="relative"
      onClick={() => ask({ kind: 'share', file })}
    />
  );
}
