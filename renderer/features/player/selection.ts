import type { Store } from '../../platform/store.ts';
import type { Player } from './player.ts';
import type { Track } from './track.ts';

/** The version of a cut that was chosen or heard last, and which versions the cut had at that time. */
export type Selection = { fileId: string; known: ReadonlySet<string> };

/** By the cut's id. A cut without a selection shows its newest version. */
export type Selections = ReadonlyMap<string, Selection>;

/**
 * Selecting the selected version again changes nothing, so a version that arrived since is still announced. A stem selects
 * its version.
 */
export function select(selections: Selections, track: Track): Selections {
  const fileId = track.stem?.versionId ?? track.fileId;
  if (selections.get(track.cutId)?.fileId === fileId) return selections;
  const selection = { fileId, known: new Set(track.versionIds) };
  return new Map(selections).set(track.cutId, selection);
}

/** The version to show: the selected one while the cut still has it, otherwise the newest. `tracks`: oldest first. */
export function shownTrack(tracks: readonly Track[], selection: Selection | undefined): Track | null {
  return tracks.find(({ fileId }) => fileId === selection?.fileId) ?? tracks.at(-1) ?? null;
}

/** The newest version, if it arrived after an older one was selected and isn't shown; null otherwise. */
export function newArrival(tracks: readonly Track[], selection: Selection | undefined): Track | null {
  const newest = tracks.at(-1);
  if (!selection || !newest || shownTrack(tracks, selection) === newest) return null;
  return selection.known.has(newest.fileId) ? null : newest;
}

/** Selects whatever is put into the player, so that it stays shown when a newer version arrives. */
export function selectWhatPlays({ state }: Pick<Player, 'state'>, selections: Store<Selections>): () => void {
  return state.subscribe(() => {
    const { track } = state.get();
    if (track) selections.change((known) => select(known, track));
  });
}
