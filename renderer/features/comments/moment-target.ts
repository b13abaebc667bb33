import type { MomentInText } from '../../../common/moments-in-text.ts';
import { type TextPart, textParts } from '../../../common/text-parts.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { placeOfCut, type Track, tracksOf } from '../player/port.ts';

/** A part of a text; a moment with the version that it leads to, null if there is none. */
export type LinkedPart = TextPart & { target: Track | null };

/**
 * The parts of a text. A time without a song is one of the song named before it in the text, else of `track`. `projects`:
 * where songs are looked for, in this order.
 */
export function linkedParts(
  text: string,
  {
    projects,
    track,
    mentions,
  }: { projects: readonly ProjectSnapshot[]; track: Track | null; mentions: readonly string[] },
): LinkedPart[] {
  const titles = projects.flatMap(({ vibes }) => vibes.flatMap(({ cuts }) => cuts.map(({ name }) => name)));
  const people = projects
    .flatMap(({ members }) => members.map(({ user }) => user))
    .filter(({ id }) => mentions.includes(id));
  let meant = track;
  return textParts(text, { titles, people }).map((part) => {
    if (part.kind !== 'moment') return { ...part, target: null };
    const target = trackOf(part.moment, projects, meant);
    if (part.moment.song && target) meant = target;
    return { ...part, target };
  });
}

/** The version that a moment means; null if there is no such song, or the time is past its end. */
export function trackOf(
  { from, song }: MomentInText,
  projects: readonly ProjectSnapshot[],
  shown: Track | null,
): Track | null {
  const target = song ? versionNamed(song, projects) : shown;
  return target && (target.duration === null || from <= target.duration) ? target : null;
}

function versionNamed(
  { title, version }: NonNullable<MomentInText['song']>,
  projects: readonly ProjectSnapshot[],
): Track | null {
  const wanted = title.toLowerCase();
  for (const project of projects) {
    const cuts = project.vibes.flatMap(({ cuts: all }) => all);
    const cut = cuts.find(({ name }) => name.toLowerCase() === wanted);
    const place = cut && placeOfCut(project, cut.id);
    if (!place) continue;
    const tracks = tracksOf(place.cut, place.vibeName);
    const label = version?.toLowerCase();
    const named = tracks.find(
      ({ versionName, version: number }) =>
        label === versionName.toLowerCase() ||
        label === versionName.split(' · ')[0]?.toLowerCase() ||
        label === `v${number}`,
    );
    return named ?? tracks.at(-1) ?? null;
  }
  return null;
}
