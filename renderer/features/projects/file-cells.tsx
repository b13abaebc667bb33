import { AudioLines, File, FileArchive, ImageIcon } from 'lucide-react';
import { hueOf } from '../../../common/hue.ts';
import { versionName } from '../../../common/version-name.ts';
import { forWord } from '../../../protocol/wire/open-enum.ts';
import { formatAgo, formatBytes, formatDuration, formatKind } from '../../text/format.ts';
import { projectsText } from '../../text/projects.ts';
import { classNames } from '../../ui/class-names.ts';
import { Face } from '../../ui/face.tsx';
import { Name } from '../../ui/name.tsx';
import type { PendingBadge } from '../pending/port.ts';
import { ChangeBadge } from '../pending/port.tsx';
import { Cell, nameColumn } from './cell.tsx';
import type { Row } from './project-rows.ts';
import { RowPlay } from './row-play.tsx';
import { RowWave } from './row-wave.tsx';
import { trackOfRow } from './use-row-listening.ts';

const fileIcons = { CUT: AudioLines, STEM: FileArchive, IMAGE: ImageIcon } as const;

/** The cells of a song's file: a version, a stem or a picture. */
export function FileCells({
  row,
  now,
  narrow,
  badge,
  focusable,
}: {
  row: Extract<Row, { kind: 'file' }>;
  now: number;
  narrow: boolean;
  badge: PendingBadge | undefined;
  focusable: boolean;
}) {
  const { file, version } = row;
  const Icon = forWord(fileIcons, file.type) ?? File;
  const duration = file.audio ? formatDuration(file.audio.durationSeconds) : '';
  const when = formatAgo(Date.parse(file.createdAt), now);
  const size = formatBytes(file.size);
  const facts = [duration, size, formatKind(file)].filter(Boolean).join(' · ');
  const name = (
    <>
      {version === null ? (
        <Icon size={14} aria-hidden className="mx-[7px] shrink-0 text-faint" />
      ) : (
        <span className="relative size-7 shrink-0">
          <RowPlay row={row} focusable={focusable} />
        </span>
      )}
      <span
        className={classNames(
          'max-w-24 shrink-0 truncate text-meta tabular-nums',
          version === null ? 'text-faint' : 'font-medium text-text',
        )}
      >
        {version === null
          ? (forWord(projectsText.row.fileTypes, file.type) ?? projectsText.row.otherType)
          : versionName(file, version)}
      </span>
      <Name className="text-dim">{file.name}</Name>
      <ChangeBadge badge={badge} focusable={focusable} />
    </>
  );
  if (narrow)
    return (
      <Cell className="min-w-0 flex-1 pl-5">
        <span className="flex min-w-0 items-center gap-2">{name}</span>
        <span className="block truncate pl-9 text-meta text-faint tabular-nums">
          {[facts, file.uploadedBy.name, when].join(' · ')}
        </span>
      </Cell>
    );
  return (
    <>
      <Cell className={classNames('flex items-center gap-2 pl-6', nameColumn)}>{name}</Cell>
      <span data-hue={hueOf(row.cut.name)} className="flex min-w-0 flex-1 items-center">
        <RowWave track={trackOfRow(row)} className="h-6 min-w-0 flex-1" />
      </span>
      <Cell className="w-36 shrink-0 truncate text-right text-meta text-faint tabular-nums @5xl:w-52">
        {duration && `${duration} · `}
        <span className={classNames(duration && '@max-5xl:sr-only')}>{`${size} · `}</span>
        {formatKind(file)}
      </Cell>
      <Cell className="flex w-20 shrink-0 items-center justify-end gap-1.5 text-meta text-dim tabular-nums">
        <Face userId={file.uploadedBy.id} name={file.uploadedBy.name} size={16} />
        <span className="sr-only">{file.uploadedBy.name}</span>
        {when}
      </Cell>
    </>
  );
}
