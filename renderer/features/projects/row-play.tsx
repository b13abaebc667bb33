import { projectsText } from '../../text/projects.ts';
import { PlayButton } from '../player/port.tsx';
import type { Row } from './project-rows.ts';
import { trackOfRow } from './use-row-listening.ts';

/** The row's play button, or an empty space of the same width if there is nothing to play. */
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
      name={row.kind === 'cut' ? row.cut.name : projectsText.row.versionOf(track.version, row.cut.name)}
      anyVersion={row.kind === 'cut'}
      tabIndex={focusable ? 0 : -1}
      className="data-on:text-accent"
    />
  );
}
