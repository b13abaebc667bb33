import { ChevronRight, Download, Layers, X } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import type { File } from '../../../protocol/wire/file.ts';
import { stemsText } from '../../text/stems.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import type { Track } from '../player/port.ts';
import { useStemDownload } from './stem-downloads.ts';
import { byStemName } from './stem-names.ts';
import { StemRow } from './stem-row.tsx';

/** The stems of a version under its row: one line that opens to a list. `track` is the version. */
export function StemGroup({ stems, track }: { stems: readonly File[]; track: Track }) {
  const [isOpen, setOpen] = useState(false);
  const list = useId();
  const sorted = useMemo(() => byStemName(stems), [stems]);
  if (stems.length === 0) return null;
  const bytes = stems.reduce((sum, { size }) => sum + size, 0);
  return (
    <div className="pb-1 pl-8 @max-xl:pl-3">
      <div className="relative flex h-8 items-center gap-2 rounded-md pr-2 hover:bg-hover">
        <span className="flex size-7 shrink-0 items-center justify-center">
          <ChevronRight
            size={14}
            aria-hidden
            className={classNames('text-faint transition-transform duration-100', isOpen && 'rotate-90')}
          />
        </span>
        <Layers size={14} aria-hidden className="shrink-0 text-faint" />
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? list : undefined}
          onClick={() => setOpen((was) => !was)}
          className="min-w-0 flex-1 truncate text-left text-dim tabular-nums after:absolute after:inset-0 after:rounded-md"
        >
          {stemsText.group(stems.length, bytes)}
        </button>
        <DownloadStems track={track} />
      </div>
      {isOpen && (
        <ul id={list} aria-label={stemsText.list(track.versionName)}>
          {sorted.map((stem) => (
            <li key={stem.id}>
              <StemRow stem={stem} track={track} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function DownloadStems({ track }: { track: Track }) {
  const { isSaving, percent, save, cancel } = useStemDownload(track.fileId);
  if (!isSaving) {
    return (
      <IconButton
        label={stemsText.downloadOf(track.versionName)}
        icon={Download}
        className="relative"
        onClick={() => void save()}
      />
    );
  }
  return (
    <span className="relative flex items-center gap-2">
      <span className="text-meta text-dim tabular-nums">
        {percent === null ? stemsText.starting : stemsText.saving(percent)}
      </span>
      <progress
        aria-label={stemsText.downloadOf(track.versionName)}
        max={100}
        value={percent ?? undefined}
        className="h-1 w-16 overflow-hidden rounded-full bg-line accent-accent @max-md:hidden"
      />
      <IconButton label={stemsText.cancel} icon={X} onClick={cancel} />
    </span>
  );
}
