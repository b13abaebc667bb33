import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { linkedParts } from '../comments/port.tsx';
import { type Track, tracksOf } from '../player/port.ts';

/** A version and a moment that an open point may be about. */
export type PointPlace = { track: Track; seconds: number; endSeconds: number | null };

/**
 * The likeliest place of an open point made from this text: the first moment in it, else the version at hand (and the moment
 * that is heard there), else the first song with a version.
 */
export function placeInText(
  text: string,
  project: ProjectSnapshot,
  atHand: { track: Track | null; seconds: number },
): PointPlace | null {
  const parts = linkedParts(text, { projects: [project], track: atHand.track, mentions: [] });
  for (const part of parts) {
    if (part.kind === 'moment' && part.target)
      return { track: part.target, seconds: part.moment.from, endSeconds: part.moment.to };
  }
  if (atHand.track) return { track: atHand.track, seconds: atHand.seconds, endSeconds: null };
  const [first] = songsOf(project);
  return first ? { track: first.latest, seconds: 0, endSeconds: null } : null;
}

/** The songs that have a version, with all of them, oldest first, and the latest one. */
export function songsOf(project: ProjectSnapshot) {
  return project.vibes.flatMap(({ name, cuts }) =>
    cuts.flatMap((cut) => {
      const tracks = tracksOf(cut, name);
      const latest = tracks.at(-1);
      return latest ? [{ cut, tracks, latest }] : [];
    }),
  );
}
