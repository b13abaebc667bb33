import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { Pair } from '../../platform/route.ts';
import { type Track, tracksOf } from '../player/port.ts';

/** The versions that can be compared: those of the cut, then those of the other cuts in its vibe. */
export type Choice = { cutId: string; cutName: string; tracks: Track[] };

export function choicesFor(project: ProjectSnapshot, cutId: string): Choice[] {
  const vibe = project.vibes.find(({ cuts }) => cuts.some(({ id }) => id === cutId));
  if (!vibe) return [];
  return vibe.cuts
    .map((cut) => ({ cutId: cut.id, cutName: cut.name, tracks: tracksOf(cut, vibe.name) }))
    .filter(({ tracks }) => tracks.length > 0)
    .sort((one, other) => Number(other.cutId === cutId) - Number(one.cutId === cutId));
}

/** The two versions of a route; null for one that isn't there. */
export function tracksOfPair(choices: readonly Choice[], pair: Pair): { a: Track | null; b: Track | null } {
  const all = choices.flatMap(({ tracks }) => tracks);
  const find = (id: string) => all.find(({ fileId }) => fileId === id) ?? null;
  return { a: find(pair.a), b: find(pair.b) };
}

/** A version's name; with that of its cut if the two are from different cuts. */
export function nameOf(track: Track, other: Track): string {
  return track.cutId === other.cutId ? track.versionName : `${track.cutName} ${track.versionName}`;
}
