import { FileArchive, FileAudio, ImageIcon } from 'lucide-react';
import type { File } from '../../../protocol/wire/file.ts';
import { formatAgo, formatBytes } from '../../text/format.ts';
import { classNames } from '../../ui/class-names.ts';
import { DownloadButton } from './download-button.tsx';
import { ShareButton } from './share-button.tsx';

const fact = 'shrink-0 truncate text-right text-meta text-dim tabular-nums';

/** A file that is not a version: a stem, a picture. */
export function OtherFile({ file, now }: { file: File; now: number }) {
  const Icon = file.type === 'IMAGE' ? ImageIcon : file.audio ? FileAudio : FileArchive;
  return (
    <div className="flex h-9 items-center gap-2 rounded-md px-2">
      <Icon size={14} aria-hidden className="mx-[7px] shrink-0 text-faint" />
      {file.part && <span className="shrink-0">{file.part}</span>}
      <span title={file.name} className="min-w-0 flex-1 truncate text-dim">
        {file.name}
      </span>
      <span className={classNames(fact, 'w-20')}>{formatBytes(file.size)}</span>
      <span className={classNames(fact, 'w-24 text-left! @max-xl:hidden')}>{file.uploadedBy.name}</span>
      <span className={classNames(fact, 'w-12')}>{formatAgo(Date.parse(file.createdAt), now)}</span>
      <DownloadButton file={file} />
      <ShareButton file={file} />
    </div>
  );
}
