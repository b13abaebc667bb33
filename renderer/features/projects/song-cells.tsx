import { ChevronRight, CornerDownRight, Paperclip } from 'lucide-react';
import { hueOf } from '../../../common/hue.ts';
import { cutFacts } from '../../platform/cut-facts.ts';
import { alternateName } from '../../platform/songs.ts';
import { formatAgo } from '../../text/format.ts';
import { formatLevel } from '../../text/level.ts';
import { projectsText } from '../../text/projects.ts';
import { Art } from '../../ui/art.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Face } from '../../ui/face.tsx';
import { Name } from '../../ui/name.tsx';
import { StatusLight } from '../../ui/status-light.tsx';
import { CommentCount, useCommentCount } from '../comments/port.tsx';
import { ChangeBadge } from '../pending/port.tsx';
import { PinIcon } from '../pins/port.tsx';
import { ArrivalLine, arrivalText, arrivalTone } from '../transfers/port.tsx';
import { Cell, nameColumn } from './cell.tsx';
import type { Row } from './project-rows.ts';
import type { RowCellProps } from './row-cell-props.ts';
import { RowPlay } from './row-play.tsx';
import { RowWave } from './row-wave.tsx';
import { trackOfRow } from './use-row-listening.ts';
import { VersionPills } from './version-pills.tsx';

type Props = RowCellProps<Extract<Row, { kind: 'cut' }>>;

/** A song: its art, its name, its waveform, its versions, and who changed it last. */
export function SongCells(props: Props) {
  const { row, now, narrow, fresh, badge, arrival, pin, open, focusable, onFold, onOpenVersion } = props;
  const { cut } = row;
  const facts = cutFacts(cut);
  const comments = useCommentCount(cut);
  const track = trackOfRow(row);
  const others = facts.extras + (row.isSong ? row.vibe.cuts.length - 1 : 0);
  const about = [facts.duration, facts.versions === 0 ? projectsText.row.nothingYet : facts.note]
    .filter(Boolean)
    .join(' · ');
  const name = (
    <>
      <Fold open={row.open} worth={others > 0} label={cut.name} onFold={onFold} />
      <span className="relative shrink-0">
        <Art name={cut.name} picture={row.isSong ? row.vibe.imageUrl : null} size={narrow ? 32 : 48} />
        <RowPlay row={row} focusable={focusable} />
      </span>
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex min-w-0 items-center gap-2">
          {fresh && <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-text" />}
          <Name wraps={!narrow} className="text-head leading-5.5 font-semibold">
            {cut.name}
          </Name>
          <PinIcon pin={pin} />
          <ChangeBadge badge={badge} focusable={focusable} />
        </span>
        <span className="flex min-w-0 items-center gap-1.5 text-meta text-dim tabular-nums">
          {arrival && <StatusLight small tone={arrivalTone(arrival)} />}
          <span className="min-w-0 truncate" title={arrival ? arrival.name : about}>
            {arrival ? arrivalText(arrival) : about}
          </span>
          {others > 0 && <Others amount={others} />}
        </span>
      </span>
    </>
  );
  const pills = <VersionPills cut={cut} most={narrow ? 2 : 4} focusable={focusable} onOpen={onOpenVersion} />;
  const when = formatAgo(facts.at, now);
  if (narrow)
    return (
      <Cell className="flex min-w-0 flex-1 flex-col gap-2 py-2.5">
        <span className="flex min-w-0 items-center gap-2">
          {name}
          <span className="max-w-2/5 shrink-0">{pills}</span>
        </span>
        <span data-hue={hueOf(cut.name)} className="flex min-w-0 items-center gap-2.5 pl-6">
          <RowWave track={track} className="h-7 min-w-0 flex-1" />
          <CommentCount cut={cut} amount={comments} open={open} />
          <Face userId={facts.person.id} name={facts.person.name} size={16} />
          <span className="shrink-0 text-meta text-dim tabular-nums">{when}</span>
        </span>
      </Cell>
    );
  return (
    <>
      <Cell className={classNames('flex items-center gap-3', nameColumn)}>{name}</Cell>
      <span data-hue={hueOf(cut.name)} className="flex min-w-0 flex-1 items-center">
        {arrival && !track ? (
          <ArrivalLine transfer={arrival} className="h-10 min-w-0 flex-1" />
        ) : (
          <RowWave track={track} className="h-10 min-w-0 flex-1" />
        )}
      </span>
      <Cell className="flex w-36 shrink-0 flex-col gap-1 @5xl:w-52">
        {pills}
        <span className="flex min-w-0 items-center justify-end gap-1.5 text-meta text-dim tabular-nums">
          <Face userId={facts.person.id} name={facts.person.name} size={16} />
          <span title={facts.person.name} className="min-w-0 truncate">
            {facts.person.name}
          </span>
          <span className="shrink-0">{`· ${when}`}</span>
        </span>
      </Cell>
      <Cell className="flex w-20 shrink-0 flex-col items-end gap-1">
        <span className="flex h-5.5 items-center text-meta text-faint">
          {comments > 0 && <CommentCount cut={cut} amount={comments} open={open} />}
        </span>
        <span className="h-4 text-meta text-dim tabular-nums">
          {facts.loudness === null ? '' : formatLevel(facts.loudness, 'LUFS')}
        </span>
      </Cell>
    </>
  );
}

/** Another mix of the song above it. */
export function AlternateCells(props: Props) {
  const { row, now, narrow, fresh, badge, pin, open, focusable, onFold, onOpenVersion } = props;
  const { cut } = row;
  const facts = cutFacts(cut);
  const comments = useCommentCount(cut);
  return (
    <>
      <Cell className={classNames('flex items-center gap-2', narrow ? 'min-w-0 flex-1' : nameColumn)}>
        <Fold open={row.open} worth={facts.extras > 0} label={cut.name} onFold={onFold} />
        <CornerDownRight size={14} aria-hidden className="shrink-0 text-faint" />
        <span className="relative size-7 shrink-0">
          <RowPlay row={row} focusable={focusable} />
        </span>
        {fresh && <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-text" />}
        <Name className="font-medium">{alternateName(cut)}</Name>
        <PinIcon pin={pin} />
        <ChangeBadge badge={badge} focusable={focusable} />
      </Cell>
      {!narrow && (
        <span data-hue={hueOf(row.vibe.name)} className="flex min-w-0 flex-1 items-center">
          <RowWave track={trackOfRow(row)} className="h-6 min-w-0 flex-1" />
        </span>
      )}
      <Cell className={classNames('shrink-0', narrow ? 'max-w-28' : 'w-36 @5xl:w-52')}>
        <VersionPills cut={cut} most={narrow ? 1 : 2} focusable={focusable} onOpen={onOpenVersion} />
      </Cell>
      <Cell className="flex w-20 shrink-0 items-center justify-end gap-2 text-meta text-dim tabular-nums @max-lg:w-auto">
        <CommentCount cut={cut} amount={comments} open={open} />
        {formatAgo(facts.at, now)}
      </Cell>
    </>
  );
}

/** Shows what is below a row. Quiet until the row has something worth it, or is pointed at. */
function Fold({
  open,
  worth,
  label,
  onFold,
}: {
  open: boolean;
  worth: boolean;
  label: string;
  onFold: () => void;
}) {
  return (
    <button
      type="button"
      // The row's arrow keys do the same.
      tabIndex={-1}
      aria-label={open ? projectsText.row.hideFiles(label) : projectsText.row.showFiles(label)}
      onClick={onFold}
      className={classNames(
        '-mr-1 flex size-5 shrink-0 items-center justify-center rounded-md text-faint hover:bg-hover hover:text-text',
        !open &&
          !worth &&
          'opacity-0 pointer-coarse:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100',
      )}
    >
      <ChevronRight
        size={14}
        aria-hidden
        className={classNames('transition-transform duration-100', open && 'rotate-90')}
      />
    </button>
  );
}

/** A paper clip for what is below: alternates, stems and pictures. */
function Others({ amount }: { amount: number }) {
  const text = projectsText.row.others(amount);
  return (
    <span title={text} className="inline-flex shrink-0 items-center gap-0.5">
      <Paperclip size={11} aria-hidden />
      <span aria-hidden>{amount}</span>
      <span className="sr-only">{text}</span>
    </span>
  );
}
