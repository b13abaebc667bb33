import { ChevronRight, Paperclip } from 'lucide-react';
import { classNames } from '../../ui/class-names.ts';
import { count, formatAgo } from '../../words/format.ts';
import { cutFacts } from '../cuts/cut-facts.ts';
import type { Mark } from '../waiting/overlay.ts';
import { Cell, Fact, MarkWords } from './cell.tsx';
import { FileCells } from './file-cells.tsx';
import type { Row } from './project-rows.ts';

/** The cells of one line but its menu. `narrow`: the facts stand on a second line. */
export function RowCells({
  row,
  now,
  narrow,
  fresh,
  mark,
}: {
  row: Row;
  now: number;
  narrow: boolean;
  fresh: boolean;
  mark: Mark | undefined;
}) {
  switch (row.kind) {
    case 'vibe':
      return (
        <Cell className="flex min-w-0 flex-1 items-center gap-2 self-end pb-2">
          <Fold open={row.open} />
          <span title={row.vibe.name} className="min-w-0 truncate text-head font-semibold">
            {row.vibe.name}
          </span>
          <MarkWords mark={mark} />
          <span className="shrink-0 text-meta text-faint tabular-nums">
            {count(row.vibe.cuts.length, 'cut')}
          </span>
        </Cell>
      );
    case 'cut':
      return <CutCells row={row} now={now} narrow={narrow} fresh={fresh} mark={mark} />;
    case 'file':
      return <FileCells row={row} now={now} narrow={narrow} mark={mark} />;
    case 'no-cuts':
      return <Cell className="pl-9 text-faint">No cuts yet. Drop files here, or just bounce.</Cell>;
    case 'no-files':
      return <Cell className="pl-15 text-faint">No files yet. Drop one here.</Cell>;
  }
}

function CutCells({
  row,
  now,
  narrow,
  fresh,
  mark,
}: {
  row: Extract<Row, { kind: 'cut' }>;
  now: number;
  narrow: boolean;
  fresh: boolean;
  mark: Mark | undefined;
}) {
  const facts = cutFacts(row.cut);
  const versions = facts.versions === 0 ? 'empty' : count(facts.versions, 'version');
  const extras = facts.extras > 0 ? `and ${count(facts.extras, 'other file')}` : '';
  const name = (
    <>
      <Fold open={row.open} />
      {fresh && <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-accent" />}
      <span title={row.cut.name} className={classNames('min-w-0 truncate', fresh && 'font-semibold')}>
        {row.cut.name}
      </span>
      <MarkWords mark={mark} />
    </>
  );
  if (narrow)
    return (
      <Cell className="min-w-0 flex-1 pl-5">
        <span className="flex min-w-0 items-center gap-2">{name}</span>
        <span className="block truncate pl-6 text-meta text-dim tabular-nums">
          {[
            facts.extras > 0 ? `${versions} + ${facts.extras}` : versions,
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
      <Fact className="flex w-20 items-center gap-1">
        {versions}
        {extras && <WithExtras words={extras} />}
      </Fact>
      <Fact className="w-11 text-right text-text">{facts.duration}</Fact>
      <Fact className="ml-2 w-20 @max-2xl:hidden">{facts.kind}</Fact>
      <Fact className="w-24 @max-xl:hidden">{facts.who}</Fact>
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

/** A paper clip for what hangs on a cut beside its versions: stems and pictures. */
function WithExtras({ words }: { words: string }) {
  return (
    <span title={words} className="inline-flex">
      <Paperclip size={11} aria-hidden />
      <span className="sr-only">{words}</span>
    </span>
  );
}
