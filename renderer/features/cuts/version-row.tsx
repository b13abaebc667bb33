import { MessageSquare } from 'lucide-react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { StackEntry } from '../../platform/cut-facts.ts';
import { cutsText } from '../../text/cuts.ts';
import { formatAgo, formatDuration } from '../../text/format.ts';
import { formatLevel } from '../../text/level.ts';
import { versionName } from '../../text/version-name.ts';
import { classNames } from '../../ui/class-names.ts';
import { Face } from '../../ui/face.tsx';
import { tooltip } from '../../ui/tooltips.tsx';
import { VersionMenu } from '../corrections/port.tsx';
import type { Track } from '../player/port.ts';
import { PlayButton, SmallWave, useChooseTrack } from '../player/port.tsx';
import { StemGroup } from '../stems/port.tsx';
import { CompareButton } from './compare-button.tsx';
import { isComparing } from './is-comparing.ts';
import { ShareButton } from './share-button.tsx';

/** A version of the cut, how it differs from the one before it, and its stems. */
export function VersionRow({
  cut,
  entry,
  track,
  previous,
  shown,
  comments,
  now,
}: {
  cut: Cut;
  entry: StackEntry;
  track: Track;
  previous: Track | undefined;
  shown: Track | null;
  /** The number of comments made on it. */
  comments: number;
  now: number;
}) {
  const choose = useChooseTrack();
  const { file, stems } = entry;
  const isShown = track.fileId === shown?.fileId;
  return (
    <>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the button with the name does the same by keyboard */}
      <div
        onClick={({ target }) => {
          if (target instanceof Element && !target.closest('button, a')) choose(track);
        }}
        className={classNames(
          'flex h-13 items-center gap-2.5 rounded-md px-2',
          isShown ? 'bg-chosen' : 'hover:bg-hover',
        )}
      >
        <PlayButton
          track={track}
          name={cutsText.versionOf(track.versionName, track.cutName)}
          className="data-on:text-accent"
        />
        <span
          aria-hidden
          className="w-4 shrink-0 text-right @max-lg:hidden text-meta text-faint tabular-nums"
        >
          {track.version}
        </span>
        <SmallWave fileId={track.fileId} className="h-7 w-24 shrink-0 @max-xl:w-12 @max-lg:hidden" />
        <div className="min-w-0 flex-1">
          <button
            type="button"
            aria-pressed={isShown}
            title={file.name}
            onClick={() => choose(track)}
            className="flex max-w-full items-baseline gap-2 rounded-sm text-left"
          >
            <span className="sr-only">{cutsText.showVersion}</span>
            <Name file={file} version={track.version} />
            <span className="min-w-0 truncate text-meta text-faint @max-3xl:hidden">{file.name}</span>
          </button>
          <WhatChanged entry={entry} now={now} />
        </div>
        <CommentsOn amount={comments} />
        <LoudnessFact file={file} />
        <span className="w-10 shrink-0 text-right text-meta text-dim tabular-nums @max-lg:hidden">
          {file.audio ? formatDuration(file.audio.durationSeconds) : ''}
        </span>
        <span
          title={file.uploadedBy.name}
          className="flex w-24 shrink-0 items-center gap-1.5 text-meta text-dim @max-3xl:w-auto @max-lg:hidden"
        >
          <Face userId={file.uploadedBy.id} name={file.uploadedBy.name} size={20} />
          <span className="truncate @max-3xl:sr-only">{file.uploadedBy.name}</span>
        </span>
        <span className="w-11 shrink-0 text-right text-meta text-dim tabular-nums">
          {formatAgo(Date.parse(file.createdAt), now)}
        </span>
        <span className="flex shrink-0 items-center">
          <CompareButton track={track} previous={previous} shown={shown} />
          <span className="flex @max-lg:hidden">
            <ShareButton file={file} />
          </span>
          <VersionMenu cut={cut} file={file} />
        </span>
      </div>
      <StemGroup stems={stems} track={track} />
    </>
  );
}

function Name({ file, version }: { file: File; version: number }) {
  const name = versionName({ ...file, note: undefined }, version);
  return (
    <span className="max-w-full min-w-0 shrink-0 truncate">
      <span className="font-semibold">{name}</span>
      {file.note && <span className="text-dim">{` · ${file.note}`}</span>}
    </span>
  );
}

/** One line about what changed since the version before it. */
function WhatChanged({ entry, now }: { entry: StackEntry; now: number }) {
  const { file, previous } = entry;
  const known = previous && file.difference?.to === previous.id ? file.difference.summary : null;
  const text =
    previous === null
      ? cutsText.firstVersion
      : (known ?? (isComparing(file, previous, now) ? cutsText.comparing : null));
  if (text === null) return null;
  return (
    <span
      title={known ?? undefined}
      className={classNames('block truncate text-meta', known ? 'text-dim' : 'text-faint')}
    >
      {text}
    </span>
  );
}

function CommentsOn({ amount }: { amount: number }) {
  return (
    <span className="flex w-8 shrink-0 items-center gap-1 text-meta text-dim tabular-nums">
      {amount > 0 && (
        <>
          <MessageSquare size={11} aria-hidden />
          <span aria-hidden>{amount > 99 ? '99+' : amount}</span>
          <span className="sr-only">{cutsText.commentsMade(amount)}</span>
        </>
      )}
    </span>
  );
}

function LoudnessFact({ file: { loudness } }: { file: File }) {
  if (!loudness) return <span className="w-19 shrink-0 @max-xl:hidden" />;
  return (
    <span
      {...tooltip(cutsText.loudness.hint)}
      className="w-19 shrink-0 text-right text-meta text-dim tabular-nums @max-xl:hidden"
    >
      <span className="block">{formatLevel(loudness.integrated, 'LUFS')}</span>
      <span className="block text-faint">{formatLevel(loudness.truePeak, 'dBTP')}</span>
    </span>
  );
}
