import { ChevronRight, FileArchive } from 'lucide-react';
import { useId, useState } from 'react';
import type { File } from '../../../protocol/wire/file.ts';
import { formatBytes } from '../../text/format.ts';
import { classNames } from '../../ui/class-names.ts';
import { ArchiveContents } from './archive-contents.tsx';

/** A ZIP of stems, whose contents can be listed. */
export function ArchiveRow({ stem }: { stem: File }) {
  const [isOpen, setOpen] = useState(false);
  const contents = useId();
  return (
    <>
      <div className="relative flex h-8 items-center gap-2 rounded-md pr-2 hover:bg-hover">
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
        <span className="w-16 shrink-0 text-right text-meta text-dim tabular-nums">
          {formatBytes(stem.size)}
        </span>
      </div>
      {isOpen && (
        <div id={contents}>
          <ArchiveContents file={stem} />
        </div>
      )}
    </>
  );
}
