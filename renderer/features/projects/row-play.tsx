import { useContext } from 'react';
import { projectsText } from '../../text/projects.ts';
import { ListPaintedContext } from '../../ui/list-painted.tsx';
import { PlayButton, usePlayerState } from '../player/port.tsx';
import type { Row } from './project-rows.ts';
import { trackOfRow } from './use-row-listening.ts';

/** The row's play button: over a song's art while the row is pointed at or plays. Nothing if there is nothing to play. */
export function RowPlay({
  row,
  focusable,
}: {
  row: Extract<Row, { kind: 'cut' | 'file' }>;
  focusable: boolean;
}) {
  const isPainted = useContext(ListPaintedContext);
  const isOn = usePlayerState().track?.cutId === row.cut.id;
  const isOverArt = row.kind === 'cut' && row.look === 'song';
  const track = trackOfRow(row);
  if (!track || (isOverArt && !isOn && !isPainted)) return null;
  return (
    <PlayButton
      track={track}
      name={row.kind === 'cut' ? row.cut.name : projectsText.row.versionOf(track.version, row.cut.name)}
      anyVersion={row.kind === 'cut'}
      tabIndex={focusable ? 0 : -1}
      className={
        isOverArt
          ? 'absolute inset-0 m-auto bg-picture-veil text-on-picture opacity-0 pointer-coarse:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 hover:bg-picture-veil hover:text-on-picture focus-visible:opacity-100 data-on:opacity-100'
          : 'absolute inset-0 m-auto data-on:text-text'
      }
    />
  );
}
