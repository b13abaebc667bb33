import { PlayButton } from '../player/port.tsx';
import type { Row } from './project-rows.ts';
import { trackOfRow } from './use-row-listening.ts';

/** The line's own play button, or its room where there is nothing to hear. */
export function RowPlay({
  row,
  focusable,
}: {
  row: Extract<Row, { kind: 'cut' | 'file' }>;
  focusable: boolean;
}) {
  const track = trackOfRow(row);
  if (!track) return <span className="w-7 shrink-0" />;
  return (
    <PlayButton
      track={track}
      name={row.kind === 'cut' ? row.cut.name : `version ${track.version} of ${row.cut.name}`}
      anyVersion={row.kind === 'cut'}
      tabIndex={focusable ? 0 : -1}
      className="data-on:text-accent"
    />
  );
}
