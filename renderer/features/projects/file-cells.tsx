import { AudioLines, File, FileArchive, ImageIcon } from 'lucide-react';
import { forWord } from '../../../protocol/wire/open-enum.ts';
import { formatAgo, formatBytes, formatDuration, formatKind } from '../../text/format.ts';
import { projectsText } from '../../text/projects.ts';
import { versionName } from '../../text/version-name.ts';
import type { PendingBadge } from '../pending/port.ts';
import { ChangeBadge } from '../pending/port.tsx';
import { Cell, Fact } from './cell.tsx';
import type { Row } from './project-rows.ts';
import { RowPlay } from './row-play.tsx';

const fileIcons = { CUT: AudioLines, STEM: FileArchive, IMAGE: ImageIcon } as const;

/** The cells of a cut's file. */
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
  const name = (
    <>
      {version === null ? (
        <Icon size={14} aria-hidden className="mx-[5px] shrink-0 text-faint" />
      ) : (
        <RowPlay row={row} focusable={focusable} />
      )}
      <span className="min-w-5 shrink-0 text-meta text-faint tabular-nums">
        {version === null
          ? (forWord(projectsText.row.fileTypes, file.type) ?? projectsText.row.otherType)
          : versionName(file, version)}
      </span>
      <span title={file.name} className="min-w-0 truncate text-dim">
        {file.name}
      </span>
      <ChangeBadge badge={badge} focusable={focusable} />
    </>
  );
  if (narrow)
    return (
      <Cell className="min-w-0 flex-1 pl-11">
        <span className="flex min-w-0 items-center gap-2">{name}</span>
        <span className="block truncate text-meta text-faint tabular-nums">
          {[formatKind(file), formatBytes(file.size), duration, file.uploadedBy.name, when]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </Cell>
    );
  return (
    <>
      <Cell className="flex min-w-0 flex-1 items-center gap-2 pl-11">{name}</Cell>
      <Fact className="w-20">{formatBytes(file.size)}</Fact>
      <Fact className="w-11 text-right">{duration}</Fact>
      <Fact className="ml-2 w-20 @max-3xl:hidden">{formatKind(file)}</Fact>
      <Fact className="w-24 @max-3xl:w-20 @max-2xl:hidden">{file.uploadedBy.name}</Fact>
      <Fact className="w-12 text-right">{when}</Fact>
    </>
  );
}
