import { FileArchive, FileAudio, ImageIcon, MoreHorizontal } from 'lucide-react';
import type { File } from '../../../protocol/wire/file.ts';
import type { Vibe } from '../../../protocol/wire/vibe.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { commonText } from '../../text/common.ts';
import { formatAgo, formatBytes } from '../../text/format.ts';
import { picturesText } from '../../text/pictures.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ActionMenu } from '../../ui/menu.tsx';
import { PictureThumbnail } from '../pictures/port.tsx';
import { DownloadButton } from './download-button.tsx';
import { ShareButton } from './share-button.tsx';

const fact = 'shrink-0 truncate text-right text-meta text-dim tabular-nums';

/** A file that is neither a version nor a stem, such as a picture. */
export function OtherFile({
  file,
  now,
  pictured,
}: {
  file: File;
  now: number;
  /** The vibe that can have this picture. */
  pictured: Vibe | null;
}) {
  const { ask } = useFrame();
  const isPicture = file.type === 'IMAGE';
  const Icon = file.audio ? FileAudio : FileArchive;
  return (
    <div className={classNames('flex items-center gap-2 rounded-md px-2', isPicture ? 'h-14' : 'h-9')}>
      {isPicture ? (
        <PictureThumbnail file={file} onShow={() => ask({ kind: 'show-picture', file })} />
      ) : (
        <Icon size={14} aria-hidden className="mx-[7px] shrink-0 text-faint" />
      )}
      {file.part && <span className="shrink-0">{file.part}</span>}
      <span title={file.name} className="min-w-0 flex-1 truncate text-dim">
        {file.name}
      </span>
      <span className={classNames(fact, 'w-20')}>{formatBytes(file.size)}</span>
      <span className={classNames(fact, 'w-24 text-left! @max-xl:hidden')}>{file.uploadedBy.name}</span>
      <span className={classNames(fact, 'w-12')}>{formatAgo(Date.parse(file.createdAt), now)}</span>
      <DownloadButton file={file} />
      <ShareButton file={file} />
      {isPicture && pictured && (
        <ActionMenu
          trigger={<IconButton label={commonText.optionsFor(file.name)} icon={MoreHorizontal} />}
          entries={[
            {
              kind: 'item',
              label: picturesText.useAsPicture,
              icon: ImageIcon,
              onChoose: () => ask({ kind: 'picture', of: { kind: 'song', vibe: pictured }, file }),
            },
          ]}
        />
      )}
    </div>
  );
}
