import { readSongName, type SongName } from './read-song-name.ts';
import { isInstrument } from './read-tag.ts';
import { stackKey } from './stack-key.ts';

/** A file that was dropped, or found in a folder, with others. */
export type SetFile = {
  name: string;
  /** The folders it is in, outermost first, from the dropped or watched one on. */
  folders: readonly string[];
  /** Its length in seconds; null if it is unknown, or no sound. */
  seconds: number | null;
};

type Song = Pick<SongName, 'title' | 'alternate' | 'label'>;

/** Files that are stems of one song. `prefix`: the words with which their titles begin, if those are the song. */
type StemSet = { song: Song; stems: readonly SetFile[]; prefix: string };

/** A folder whose name says only that stems are in it: `Stems`, `03 multitracks 24bit`. */
const stemFolder =
  /^[\d\s_.-]*(?:stems?|multi[\s_-]?tracks?|track[\s_-]?outs?)(?:[\s_.-]+\d+\s?(?:bit|khz|k))*$/i;

/** Fewer files of equal length may be anything. */
const fewestStems = 3;

/**
 * The reading of each file that is a stem because of the company it is in; null for each whose own name decides. Those
 * are the files in a folder of stems, and at least three sounds that are equally long, without alternate, and without version
 * or with the same one before or behind different parts: `Dune v5 Kick`.
 * `title`: the song of the place they were dropped on, if it has one.
 */
export function readStemSet(files: readonly SetFile[], title: string | null): (SongName | null)[] {
  const readings = new Map<SetFile, SongName>();
  for (const group of Map.groupBy(files, ({ folders }) => folders.join('/')).values()) {
    for (const set of setsIn(group, title)) {
      for (const file of set.stems) readings.set(file, readStem(set, file));
    }
  }
  return files.map((file) => readings.get(file) ?? null);
}

/** The stems among the files of one folder, by song. */
function setsIn(group: readonly SetFile[], title: string | null): StemSet[] {
  const folders = group[0]?.folders ?? [];
  const [outer, inner] = [folders.at(-2), folders.at(-1)];
  const given = title === null ? null : { title, alternate: null, label: null };
  if (inner !== undefined && (stemFolder.test(inner) || readSongName(inner).isStem)) {
    const named = stemFolder.test(inner) ? outer : inner;
    const song = (named !== undefined && readSongName(named)) ||
      given ||
      commonSong(group) || { title: inner, alternate: null, label: null };
    return [setOf(song, group, isMix)];
  }
  const alike = Map.groupBy(
    group.filter(isLoose),
    ({ name, seconds }) => `${Math.round((seconds ?? 0) * 1000)} ${readSongName(name).label ?? ''}`,
  );
  return [...alike.values()].flatMap((files) => {
    const song = inner === undefined ? songOfLoose(files, given) : songInFolder(files, readSongName(inner));
    const set = song && setOf(song, files, isWithoutPart);
    return set && set.stems.length >= fewestStems ? [set] : [];
  });
}

function setOf(song: Song, files: readonly SetFile[], isOther: typeof isMix): StemSet {
  const stems = files.filter((file) => !isOther(song, file));
  const common = commonSong(stems);
  return { song, stems, prefix: common && isOneTitle(common, song) ? common.prefix : song.title };
}

function readStem({ song, prefix }: StemSet, { name }: SetFile): SongName {
  const own = readSongName(name);
  return {
    title: song.title,
    alternate: song.alternate ?? own.alternate,
    label: song.label ?? own.label,
    note: null,
    part: own.part ?? instrumentOf(own) ?? partOf(prefix, own) ?? own.note?.toLowerCase() ?? null,
    isStem: true,
    isCertain: true,
  };
}

/** A title without the song's at its beginning: of `Dune - Lead Vox`, `lead vox`. */
function partOf(prefix: string, { title }: SongName): string | null {
  const isPrefixed = title.toLowerCase().startsWith(prefix.toLowerCase());
  const rest = isPrefixed ? title.slice(prefix.length) : title;
  return rest.replace(/^[\s_.–—-]+/, '').toLowerCase() || null;
}

/** The mix itself may be among its stems. */
function isMix(song: Song, { name }: SetFile): boolean {
  const own = readSongName(name);
  return !own.isStem && instrumentOf(own) === null && stackKey(own) === stackKey(song);
}

/** Beside its stems, the mix of a version has no note: `Dune v5`, but `Dune v5 Clap`. */
function isWithoutPart(song: Song, file: SetFile): boolean {
  return isMix(song, file) && readSongName(file.name).note === null;
}

/** In `Dune v5 Lead Vox`, the note after the version is an instrument. */
function instrumentOf({ note }: SongName): string | null {
  const words = note?.toLowerCase().split(/[\s_.-]+/) ?? [];
  return words.some(isInstrument) ? words.join(' ') : null;
}

/** Several mixes of a song are equally long too, but their names say what they are. */
function isLoose({ name, seconds }: SetFile): boolean {
  const { isStem, alternate, note } = readSongName(name);
  return seconds !== null && !isStem && alternate === null && !change.test(note ?? '');
}

/** `v5 drums louder` is a mix. */
const change = /\b(?:up|down|loud(?:er)?|quieter|softer|more|less|no|without|fix(?:ed)?|[\d.]+ ?db)\b/i;

/** The song of a folder, unless what is in it begins with another one: `Bounces/Dune Kick`. */
function songInFolder(files: readonly SetFile[], folder: Song): Song | null {
  const own = songOfInstruments(files);
  return songOfLoose(files, own && !isOneTitle(own, folder) ? null : folder);
}

/** The song of files that are equally long; null if they are no stems. `place`: the song of where they are. */
function songOfLoose(files: readonly SetFile[], place: Song | null): Song | null {
  const own = songOfInstruments(files);
  const { label } = readSongName(files[0]?.name ?? '');
  if (label === null) return place ?? own;
  if (own) return place && isOneTitle(place, own) ? place : own;
  return place && files.every(({ name }) => hasInstrument(readSongName(name).title)) ? place : null;
}

const isOneTitle = (one: Song, other: Song) =>
  stackKey({ ...one, alternate: null }) === stackKey({ ...other, alternate: null });

const hasInstrument = (text: string) =>
  text
    .toLowerCase()
    .split(/[\s_.-]+/)
    .some(isInstrument);

/** `Dune Drums`, `Dune Bass`, `Dune Lead Vox`: one song, if most of the rest are instruments. */
function songOfInstruments(files: readonly SetFile[]): Song | null {
  const song = commonSong(files);
  if (!song) return null;
  const parts = files.flatMap(({ name }) => {
    const own = readSongName(name);
    return instrumentOf(own) ?? partOf(song.prefix, own) ?? own.note ?? [];
  });
  const known = parts.filter(hasInstrument).length;
  return known > parts.length / 2 ? song : null;
}

/** The song in the words with which all titles begin. Instruments at their end belong to the parts. */
function commonSong(files: readonly SetFile[]): (Song & { prefix: string }) | null {
  const titles = files.map(({ name }) => readSongName(name).title.split(/(?<=[\s_–—-])(?=[^\s_–—-])/));
  const [first = [], ...others] = titles;
  const differsAt = first.findIndex((word, at) => others.some((title) => fold(title[at]) !== fold(word)));
  const common = differsAt < 0 ? first : first.slice(0, differsAt);
  while (differsAt >= 0 && isInstrument(fold(common.at(-1)))) common.pop();
  const prefix = common.join('').replace(/[\s_.–—-]+$/, '');
  if (prefix === '') return null;
  const { title, alternate, label } = readSongName(prefix);
  return { title, alternate, label, prefix };
}

function fold(word: string | undefined): string {
  return (word ?? '').toLowerCase().replace(/[\s_.–—-]+$/, '');
}
