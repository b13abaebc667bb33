import { readSongName } from '../../../common/song-names/read-song-name.ts';
import { cutNameOfSong, stackKey } from '../../../common/song-names/stack-key.ts';
import { versionsOf } from '../../../protocol/state/versions.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { type Correction, mergeCuts, moveCut, renameCut } from './correction.ts';

/** A cut that would be merged or moved. `isSure`: its name leaves no doubt, so it is chosen unless the user says no. */
export type GatheredCut = { cut: Cut; vibeName: string; isSure: boolean };

/**
 * Cuts of one song that could become one: `others` would be merged into `into`, which then has this `name`. `beside`: other
 * mixes of the title, which would move into the vibe of `into`, so that they can be compared with it.
 */
export type Gathering = {
  key: string;
  name: string;
  into: GatheredCut;
  others: GatheredCut[];
  beside: GatheredCut[];
};

/** Finds cuts that hold versions of one song, by the names of their files. Proposes nothing for a cut without versions. */
export function proposeGathering(project: ProjectSnapshot): Gathering[] {
  const groups = new Map<string, Read[]>();
  for (const vibe of project.vibes)
    for (const cut of vibe.cuts) {
      const read = readCut(cut, vibe.name);
      if (read) groups.set(read.key, [...(groups.get(read.key) ?? []), read]);
    }
  const kept = [...groups].flatMap(([key, reads]) => {
    const [into, ...others] = reads.toSorted(keepFirst);
    return into ? [{ key, into, others }] : [];
  });
  const mixes = Map.groupBy(
    kept.map(({ into }) => into).filter(({ song }) => song.alternate !== null),
    ({ song }) => titleKeyOf(song.title),
  );
  return kept.flatMap(({ key, into, others }) => {
    const mixesOfIt = into.song.alternate === null ? mixes.get(titleKeyOf(into.song.title)) : undefined;
    const beside = (mixesOfIt ?? [])
      .filter(({ cut }) => cut.vibeId !== into.cut.vibeId)
      .map((mix) => ({ ...mix, isSure: mix.isSure && isInOwnVibe(mix) }));
    if (others.length + beside.length === 0) return [];
    // A name that somebody chose stays; one that a bounce gave becomes the song's.
    const name = into.isNamedByBounce ? cutNameOfSong(into.song) : into.cut.name;
    return [
      {
        ...{ key, name: others.length > 0 ? name : into.cut.name, into },
        ...{ others: others.toSorted(oldestFirst), beside: beside.toSorted(oldestFirst) },
      },
    ];
  });
}

/** A vibe that isn't called like the song was chosen by somebody. */
function isInOwnVibe({ vibeName, song }: Read): boolean {
  return titleKeyOf(readSongName(vibeName).title) === titleKeyOf(song.title);
}

const titleKeyOf = (title: string): string => stackKey({ title, alternate: null });

const oldestFirst = (a: GatheredCut, b: GatheredCut) => (startOf(a.cut) < startOf(b.cut) ? -1 : 1);

type Song = { title: string; alternate: string | null };
type Read = GatheredCut & { key: string; song: Song; isNamedByBounce: boolean };

/** All versions must be of one song: a cut that mixes songs was put together by hand. */
function readCut(cut: Cut, vibeName: string): Read | null {
  const versions = versionsOf(cut);
  if (versions.length === 0) return null;
  const readings = versions.map(({ name }) => readSongName(name));
  const first = readings[0];
  if (!first) return null;
  const song = cut.title === undefined ? first : { title: cut.title, alternate: cut.alternate ?? null };
  const key = stackKey(song);
  if (cut.title === undefined && readings.some((reading) => stackKey(reading) !== key)) return null;
  const isSure = cut.title !== undefined || readings.some(({ isCertain }) => isCertain);
  return { cut, vibeName, key, song, isSure, isNamedByBounce: stackKey(readSongName(cut.name)) === key };
}

/** The cut to keep: a sure one, then the one with the most versions, then the oldest. */
function keepFirst(a: Read, b: Read): number {
  return (
    Number(b.isSure) - Number(a.isSure) ||
    versionsOf(b.cut).length - versionsOf(a.cut).length ||
    (startOf(a.cut) < startOf(b.cut) ? -1 : 1)
  );
}

function startOf(cut: Cut): string {
  return `${cut.files[0]?.createdAt ?? cut.createdAt} ${cut.id}`;
}

/** Merges the chosen cuts, oldest first, gives the cut that receives them its name, and moves the chosen mixes beside it. */
export function gather(
  { into, others, beside, name }: Gathering,
  chosen: ReadonlySet<string>,
  commentIds: ReadonlyMap<string, string[]>,
): Correction[] {
  const merged = others.filter(({ cut }) => chosen.has(cut.id));
  const isRenamed = merged.length > 0 && name !== into.cut.name;
  return [
    ...merged.map(({ cut }) => mergeCuts(cut, into.cut, commentIds.get(cut.id))),
    ...(isRenamed ? [renameCut(into.cut, name)] : []),
    ...beside.filter(({ cut }) => chosen.has(cut.id)).map(({ cut }) => moveCut(cut, into.cut)),
  ];
}

/**
 * Removes the vibes that only held chosen cuts and that a bounce made: at the same moment as its cut, called like its
 * song, and without a picture. Splitting a cut off again makes its vibe again, moving one back doesn't.
 */
export function removeEmptied(
  { vibes }: ProjectSnapshot,
  proposals: readonly Gathering[],
  chosen: ReadonlySet<string>,
): Correction[] {
  const titleKey = (name: string) => titleKeyOf(readSongName(name).title);
  const moved = new Set(proposals.flatMap(({ beside }) => beside.map(({ cut }) => cut.id)));
  const emptied = vibes.filter(
    ({ cuts, createdAt, name, imageUrl }) =>
      imageUrl === null &&
      cuts.length > 0 &&
      cuts.every(({ id }) => chosen.has(id)) &&
      cuts.some((cut) => cut.createdAt === createdAt && titleKey(cut.name) === titleKey(name)),
  );
  return emptied.map(({ id, projectId, name, cuts }) => ({
    said: '',
    steps: [{ kind: 'vibe.delete', payload: { id, onlyIfEmpty: true } }],
    undo: cuts.some((cut) => moved.has(cut.id))
      ? [{ kind: 'vibe.create', payload: { id, projectId, name } }]
      : [],
  }));
}
