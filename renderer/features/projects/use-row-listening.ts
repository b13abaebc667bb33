import { goTo } from '../../platform/route.ts';
import { select, type Track, tracksOf } from '../player/port.ts';
import { useListening } from '../player/port.tsx';
import type { Row } from './project-rows.ts';

/** What a line plays: a cut its newest version, a version itself; null where there is nothing to hear. */
export function trackOfRow(row: Row): Track | null {
  if (row.kind !== 'cut' && row.kind !== 'file') return null;
  const tracks = tracksOf(row.cut, row.vibe.name);
  return row.kind === 'cut'
    ? (tracks.at(-1) ?? null)
    : (tracks.find(({ fileId }) => fileId === row.file.id) ?? null);
}

/** Opening and playing a line, by key and by mouse. */
export function useRowListening() {
  const { player, selections } = useListening();
  return {
    /** The page of its cut, at that version. */
    openRow(row: Row) {
      if (row.kind !== 'cut' && row.kind !== 'file') return;
      if (row.kind === 'file' && row.version === null) return;
      const { id: cutId, projectId } = row.cut;
      const track = row.kind === 'file' ? trackOfRow(row) : null;
      if (track) selections.change((known) => select(known, track));
      goTo({ name: 'project', projectId, cutId });
    },
    /** Plays it, or pauses it if it is on. */
    playRow(row: Row) {
      const track = trackOfRow(row);
      const on = player.state.get().track;
      const isOn = on && (row.kind === 'cut' ? on.cutId === row.cut.id : on.fileId === track?.fileId);
      if (isOn) player.toggle();
      else if (track) player.play(track);
    },
  };
}
