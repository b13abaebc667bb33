import { ChevronRight, FileArchive } from 'lucide-react';
import { useId, useState } from 'react';
import type { File } from '../../../protocol/wire/file.ts';
import { formatBytes, formatDuration } from '../../text/format.ts';
import { stemsText } from '../../text/stems.ts';
import { classNames } from '../../ui/class-names.ts';
import { stemTrack, type Track } from '../player/port.ts';
import { PlayButton, SmallWave } from '../player/port.tsx';
import { ArchiveContents } from './archive-contents.tsx';
import { isArchive, stemName } from './stem-names.ts';

const row = 'flex h-8 items-center gap-2 rounded-md pr-2 hover:bg-hover';
const fact = 'shrink-0 text-right text-meta text-dim tabular-nums';

/** A stem that can be played, or a ZIP whose contents can be listed. */
export function StemRow({ stem, track }: { stem: File; track: Track }) {
  return isArchive(stem) ? <ArchiveRow stem={stem} /> : <SoundRow stem={stem} track={track} />;
}

function SoundRow({ stem, track }: { stem: File; track: Track }) {
  const name = stemName(stem);
  return (
    <div className={row}>
      <PlayButton
        track={stemTrack(track, stem, name)}
        name={stemsText.stemOf(name, track.versionName)}
        className="data-on:text-accent"
      />
      <SmallWave fileId={stem.id} className="h-5 w-24 shrink-0 @max-xl:w-12" />
      <span title={stem.name} className="min-w-0 flex-1 truncate">
        {name}
        {stem.part && <span className="ml-2 text-meta text-faint @max-2xl:hidden">{stem.name}</span>}
      </span>
      <span className={classNames(fact, 'w-11')}>
        {stem.audio ? formatDuration(stem.audio.durationSeconds) : ''}
      </span>
      <span className={classNames(fact, 'w-16 @max-md:hidden')}>{formatBytes(stem.size)}</span>
    </div>
  );
}

function ArchiveRow({ stem }: { stem: File }) {
  const [isOpen, setOpen] = useState(false);
  const contents = useId();
  return (
    <>
      <div className={classNames(row, 'relative')}>
        <span className="flex size-7 shrink-0 items-center justify-center">
          <ChevronRight
            size={14}
            aria-hidden
            className={classNames('text-faint transition-transform duration-100', isOpen && 'rotate-90')}
          />
        </span>
        <FileArchive size={14} aria-hidden className="shrink-0 text-faint" />
        <button
          type="button"
          title={stem.name}
          aria-expanded={isOpen}
          aria-controls={isOpen ? contents : undefined}
          onClick={() => setOpen((was) => !was)}
          className="min-w-0 flex-1 truncate text-left after:absolute after:inset-0 after:rounded-md"
        >
          {stem.name}
        </button>
        <span className={classNames(fact, 'w-16')}>{formatBytes(stem.size)}</span>
      </div>
      {isOpen && (
        <div id={contents}>
          <ArchiveContents file={stem} />
        </div>
      )}
    </>
  );
}
