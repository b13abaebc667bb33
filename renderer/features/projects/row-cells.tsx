import { ChevronRight } from 'lucide-react';
import type { DropTarget } from '../../../protocol/ipc/channels.ts';
import { useSession } from '../../platform/session-context.tsx';
import { emptyPlaceText } from '../../text/empty-place.ts';
import { Art } from '../../ui/art.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Name } from '../../ui/name.tsx';
import { isMadeHere } from '../pending/port.ts';
import { ChangeBadge, usePending } from '../pending/port.tsx';
import { Cell } from './cell.tsx';
import { FileCells } from './file-cells.tsx';
import type { Row } from './project-rows.ts';
import type { RowCellProps } from './row-cell-props.ts';
import { AlternateCells, SongCells } from './song-cells.tsx';

/** The cells of one row, without its menu. `narrow`: a song has its waveform below its name. */
export function RowCells(props: RowCellProps<Row>) {
  const { row, now, narrow, badge, focusable } = props;
  switch (row.kind) {
    case 'vibe':
      return (
        <Cell className="flex min-w-0 flex-1 items-center gap-2 self-end pb-1.5 pl-1">
          <ChevronRight
            size={14}
            aria-hidden
            className={classNames(
              'shrink-0 text-faint transition-transform duration-100',
              row.open && 'rotate-90',
            )}
          />
          {row.vibe.imageUrl !== null && <Art name={row.vibe.name} picture={row.vibe.imageUrl} size={24} />}
          <Name className="font-semibold text-dim">{row.vibe.name}</Name>
          <span className="shrink-0 text-faint tabular-nums">{row.vibe.cuts.length}</span>
          <ChangeBadge badge={badge} focusable={focusable} />
        </Cell>
      );
    case 'cut':
      return row.look === 'song' ? (
        <SongCells {...props} row={row} />
      ) : (
        <AlternateCells {...props} row={row} />
      );
    case 'file':
      return <FileCells row={row} now={now} narrow={narrow} badge={badge} focusable={focusable} />;
    case 'empty':
      return (
        <Cell className="flex min-w-0 flex-1 items-center gap-3 pl-7">
          <Art
            name={row.vibe.name}
            picture={row.vibe.imageUrl}
            size={narrow ? 32 : 48}
            className="opacity-60"
          />
          <span className="flex min-w-0 flex-col">
            <span className="flex min-w-0 items-center gap-2">
              <Name className="text-head font-semibold">{row.vibe.name}</Name>
              <ChangeBadge badge={badge} focusable={focusable} />
            </span>
            <span className="truncate text-meta text-faint">
              <EmptyPlace kind="vibe" vibe={row.vibe} id={row.vibe.id} />
            </span>
          </span>
        </Cell>
      );
    case 'no-files':
      return (
        <Cell className="min-w-0 truncate pl-8 text-faint">
          <EmptyPlace kind="cut" vibe={row.vibe} id={row.cut.id} />
        </Cell>
      );
  }
}

function EmptyPlace({ kind, vibe, id }: { kind: 'vibe' | 'cut'; vibe: Row['vibe']; id: string }) {
  const { operations } = usePending();
  const { bounceFolders } = useSession().facts.capabilities;
  const { projectId } = vibe;
  const target: DropTarget =
    kind === 'vibe' ? { kind, projectId, vibeId: id } : { kind, projectId, cutId: id };
  const isPending = isMadeHere(operations, target);
  return kind === 'vibe' ? emptyPlaceText.vibe(isPending, bounceFolders) : emptyPlaceText.cut(isPending);
}
