import { ChevronRight, Paperclip } from 'lucide-react';
import type { DropTarget } from '../../../protocol/ipc/channels.ts';
import type { Pin } from '../../../protocol/ipc/media.ts';
import { cutFacts } from '../../platform/cut-facts.ts';
import { useSession } from '../../platform/session-context.tsx';
import { emptyPlaceText } from '../../text/empty-place.ts';
import { formatAgo } from '../../text/format.ts';
import { projectsText } from '../../text/projects.ts';
import { classNames } from '../../ui/class-names.ts';
import { CommentCount, useCommentCount } from '../comments/port.tsx';
import { isMadeHere, type PendingBadge } from '../pending/port.ts';
import { ChangeBadge, usePending } from '../pending/port.tsx';
import { PinIcon } from '../pins/port.tsx';
import { SmallWave } from '../player/port.tsx';
import { Cell, Fact } from './cell.tsx';
import { FileCells } from './file-cells.tsx';
import type { Row } from './project-rows.ts';
import { RowPlay } from './row-play.tsx';
import { trackOfRow } from './use-row-listening.ts';

/** The cells of one row, without its menu. `narrow`: the facts are on a second line. */
export function RowCells({
  row,
  now,
  narrow,
  fresh,
  badge,
  pin,
  focusable,
}: {
  row: Row;
  now: number;
  narrow: boolean;
  fresh: boolean;
  badge: PendingBadge | undefined;
  pin: Pin | null;
  /** The row is in the tab order, and its buttons with it. */
  focusable: boolean;
}) {
  switch (row.kind) {
    case 'vibe':
      return (
        <Cell className="flex min-w-0 flex-1 items-center gap-2 self-end pb-2">
          <Fold open={row.open} />
          <span title={row.vibe.name} className="min-w-0 truncate text-head font-semibold">
            {row.vibe.name}
          </span>
          <ChangeBadge badge={badge} focusable={focusable} />
          <span className="shrink-0 text-meta text-faint tabular-nums">
            {projectsText.row.cuts(row.vibe.cuts.length)}
          </span>
        </Cell>
      );
    case 'cut':
      return (
        <CutCells
          row={row}
          now={now}
          narrow={narrow}
          fresh={fresh}
          badge={badge}
          pin={pin}
          focusable={focusable}
        />
      );
    case 'file':
      return <FileCells row={row} now={now} narrow={narrow} badge={badge} focusable={focusable} />;
    case 'no-cuts':
      return (
        <Cell className="min-w-0 truncate pl-9 text-faint">
          <EmptyPlace kind="vibe" vibe={row.vibe} id={row.vibe.id} />
        </Cell>
      );
    case 'no-files':
      return (
        <Cell className="min-w-0 truncate pl-15 text-faint">
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

function CutCells({
  row,
  now,
  narrow,
  fresh,
  badge,
  pin,
  focusable,
}: {
  row: Extract<Row, { kind: 'cut' }>;
  now: number;
  narrow: boolean;
  fresh: boolean;
  badge: PendingBadge | undefined;
  pin: Pin | null;
  focusable: boolean;
}) {
  const facts = cutFacts(row.cut);
  const comments = useCommentCount(row.cut);
  const track = trackOfRow(row);
  const versions = projectsText.row.versions(facts.versions);
  const extras = facts.extras > 0 ? projectsText.row.otherFiles(facts.extras) : '';
  const name = (
    <>
      <Fold open={row.open} />
      <RowPlay row={row} focusable={focusable} />
      <SmallWave fileId={track?.fileId ?? null} className="h-6 w-24 shrink-0 @max-2xl:w-14" />
      {fresh && <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-accent" />}
      <span title={row.cut.name} className={classNames('min-w-0 truncate', fresh && 'font-semibold')}>
        {row.cut.name}
      </span>
      {!narrow && facts.latest && (
        <span
          title={facts.latest}
          className="max-w-32 shrink-0 truncate rounded border border-line-strong px-1 text-meta text-dim"
        >
          {facts.latest}
        </span>
      )}
      <PinIcon pin={pin} />
      <ChangeBadge badge={badge} focusable={focusable} />
    </>
  );
  if (narrow)
    return (
      <Cell className="min-w-0 flex-1 pl-5">
        <span className="flex min-w-0 items-center gap-2">{name}</span>
        <span className="block truncate pl-6 text-meta text-dim tabular-nums">
          {[
            facts.extras > 0 ? `${versions} + ${facts.extras}` : versions,
            facts.latest,
            comments > 0 && projectsText.row.comments(comments),
            facts.duration,
            facts.kind,
            facts.who,
            formatAgo(facts.at, now),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </Cell>
    );
  return (
    <>
      <Cell className="flex min-w-0 flex-1 items-center gap-2 pl-5">{name}</Cell>
      <Cell className="w-9 shrink-0">
        <CommentCount cut={row.cut} amount={comments} />
      </Cell>
      <Fact className="flex w-20 items-center gap-1">
        {versions}
        {extras && <WithExtras text={extras} />}
      </Fact>
      <Fact className="w-11 text-right text-text">{facts.duration}</Fact>
      <Fact className="ml-2 w-20 @max-3xl:hidden">{facts.kind}</Fact>
      <Fact className="w-24 @max-3xl:w-20 @max-2xl:hidden">{facts.who}</Fact>
      <Fact className="w-12 text-right">{formatAgo(facts.at, now)}</Fact>
    </>
  );
}

function Fold({ open }: { open: boolean }) {
  return (
    <ChevronRight
      size={16}
      aria-hidden
      className={classNames('shrink-0 text-faint transition-transform duration-100', open && 'rotate-90')}
    />
  );
}

/** A paper clip for a cut's other files: stems and pictures. */
function WithExtras({ text }: { text: string }) {
  return (
    <span title={text} className="inline-flex">
      <Paperclip size={11} aria-hidden />
      <span className="sr-only">{text}</span>
    </span>
  );
}
