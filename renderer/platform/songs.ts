import { readSongName } from '../../common/song-names/read-song-name.ts';
import { stackKey } from '../../common/song-names/stack-key.ts';
import type { Cut } from '../../protocol/wire/cut.ts';
import type { VibeWithCuts } from '../../protocol/wire/vibe.ts';

/** More cuts than one song has alternates: no need to read their names. */
const mostCutsOfSong = 16;

type Song = { title: string; alternate: string | null };

const songs = new WeakMap<Cut, Song>();

function songOf(cut: Cut): Song {
  if (cut.title !== undefined) return { title: cut.title, alternate: cut.alternate ?? null };
  const known = songs.get(cut) ?? readSongName(cut.name);
  songs.set(cut, known);
  return known;
}

const titleKey = (title: string) => stackKey({ title, alternate: null });

/**
 * The main mix of a vibe that is one song: it has the vibe's name, and every other cut is an alternate of it. Null for a
 * vibe of several songs, which is a heading.
 */
export function mainMix(vibe: VibeWithCuts): Cut | null {
  if (vibe.cuts.length === 0 || vibe.cuts.length > mostCutsOfSong) return null;
  const key = titleKey(vibe.name);
  let main: Cut | null = null;
  for (const cut of vibe.cuts) {
    const song = songOf(cut);
    const isNamedAlike = titleKey(cut.name) === key;
    if (!isNamedAlike && titleKey(song.title) !== key) return null;
    if (!isNamedAlike && song.alternate !== null) continue;
    if (main) return null;
    main = cut;
  }
  return main;
}

/** The picture of a song: that of its vibe, unless the vibe holds several songs. */
export function pictureOf(vibe: VibeWithCuts | undefined): string | null {
  return vibe && mainMix(vibe) ? vibe.imageUrl : null;
}

/** How an alternate differs from the main mix, such as `instrumental`; its whole name if that is unknown. */
export function alternateName(cut: Cut): string {
  const alternate = songOf(cut).alternate;
  return alternate === null ? cut.name : alternate.charAt(0).toUpperCase() + alternate.slice(1);
}

/** The main mix and its alternates in the band's order, the main mix first; empty unless the vibe is a song with some. */
export function mixesOf(vibe: VibeWithCuts): Cut[] {
  const main = vibe.cuts.length > 1 ? mainMix(vibe) : null;
  return main ? [main, ...vibe.cuts.filter((cut) => cut !== main)] : [];
}

/** The time of a cut's newest file, or of the cut if it has none. As text, it sorts by age. */
function lastChange(cut: Cut): string {
  let last = cut.createdAt;
  for (const { createdAt } of cut.files) if (createdAt > last) last = createdAt;
  return last;
}

/** In what order songs are listed: newest first, or as the band has ordered them. */
export const songOrders = ['newest', 'by-hand'] as const;
export type SongOrder = (typeof songOrders)[number];

/** Vibes with their cuts, the one that changed last first. An empty vibe changed when it was made. */
export function newestFirst(vibes: readonly VibeWithCuts[]): VibeWithCuts[] {
  return vibes
    .map((vibe) => {
      const cuts = vibe.cuts
        .map((cut) => ({ cut, at: lastChange(cut) }))
        .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.cut.order - b.cut.order));
      return { vibe: { ...vibe, cuts: cuts.map(({ cut }) => cut) }, at: cuts[0]?.at ?? vibe.createdAt };
    })
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.vibe.order - b.vibe.order))
    .map(({ vibe }) => vibe);
}
