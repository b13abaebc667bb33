import { goTo } from '../../platform/route.ts';
import { select, type Track, tracksOf } from '../player/port.ts';
import { useListening } from '../player/port.tsx';
import type { Row } from './project-rows.ts';

/** The track that a row plays: a cut plays its newest version. Null if there is nothing to play. */
export function trackOfRow(row: Row): Track | null {
  if (row.kind !== 'cut' && row.kind !== 'file') return null;
  const tracks = tracksOf(row.cut, row.vibe.name);
  return row.kind === 'cut'
    ? (tracks.at(-1) ?? null)
    : (tracks.find(({ fileId }) => fileId === row.file.id) ?? null);
}

/** Opens and plays rows. */
export function useRowListening() {
  const { player, selections } = useListening();
  return {
    /** Opens the page of the row's cut, and selects the row's version, or another one. */
    openRow(row: Row, fileId?: string) {
      if (row.kind !== 'cut' && row.kind !== 'file') return;
      if (row.kind === 'file' && row.version === null) return;
      const { id: cutId, projectId } = row.cut;
      const track =
        fileId === undefined
          ? row.kind === 'file' && trackOfRow(row)
          : tracksOf(row.cut, row.vibe.name).find((one) => one.fileId === fileId);
      if (track) selections.change((known) => select(known, track));
      goTo({ name: 'project', projectId, cutId });
    },
    /** Plays the row, or pauses it if it is in the player. */
    playRow(row: Row) {
      const track = trackOfRow(row);
      const on = player.state.get().track;
      const isOn = on && (row.kind === 'cut' ? on.cutId === row.cut.id : on.fileId === track?.fileId);
      if (isOn) player.toggle();
      else if (track) player.play(track);
    },
  };
}
