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

/** A folder whose name says only that stems are in it: `Stems`, `03 multitracks 24bit`. */
const stemFolder = /^[\d\s_.-]*(?:stems?|multi[\s_-]?tracks?)(?:[\s_.-]+\d+\s?(?:bit|khz|k))*$/i;

/** Fewer files of equal length may be anything. */
const fewestStems = 3;

/**
 * The reading of each file that is a stem because of the company it is in; null for each whose own name decides. Those
 * are the files in a folder of stems, and at least three sounds without version and alternate that are equally long.
 * `title`: the song of the place they were dropped on, if it has one.
 */
export function readStemSet(files: readonly SetFile[], title: string | null): (SongName | null)[] {
  const readings = new Map<SetFile, SongName>();
  for (const group of Map.groupBy(files, ({ folders }) => folders.join('/')).values()) {
    for (const { song, stems } of setsIn(group, title)) {
      for (const file of stems) readings.set(file, readStem(song, file));
    }
  }
  return files.map((file) => readings.get(file) ?? null);
}

/** The stems among the files of one folder, by song. */
function setsIn(
  group: readonly SetFile[],
  title: string | null,
): { song: Song; stems: readonly SetFile[] }[] {
  const folders = group[0]?.folders ?? [];
  const [outer, inner] = [folders.at(-2), folders.at(-1)];
  const given = title === null ? null : { title, alternate: null, label: null };
  if (inner !== undefined && (stemFolder.test(inner) || readSongName(inner).isStem)) {
    const named = stemFolder.test(inner) ? outer : inner;
    const song = (named !== undefined && readSongName(named)) ||
      given ||
      commonSong(group) || { title: inner, alternate: null, label: null };
    return [{ song, stems: group.filter((file) => !isMix(song, file)) }];
  }
  const alike = Map.groupBy(group.filter(isLoose), ({ seconds }) => Math.round((seconds ?? 0) * 1000));
  return [...alike.values()].flatMap((files) => {
    const song = inner === undefined ? (given ?? songOfInstruments(files)) : readSongName(inner);
    const stems = song ? files.filter((file) => !isMix(song, file)) : [];
    return song && stems.length >= fewestStems ? [{ song, stems }] : [];
  });
}

function readStem(song: Song, { name }: SetFile): SongName {
  const own = readSongName(name);
  return {
    title: song.title,
    alternate: song.alternate ?? own.alternate,
    label: song.label ?? own.label,
    note: null,
    part: own.part ?? instrumentOf(own) ?? partOf(song, own),
    isStem: true,
    isCertain: true,
  };
}

/** A title without the song's at its beginning: of `Dune - Lead Vox`, `lead vox`. */
function partOf(song: Song, { title }: SongName): string | null {
  const isPrefixed = title.toLowerCase().startsWith(song.title.toLowerCase());
  const rest = isPrefixed ? title.slice(song.title.length) : title;
  return rest.replace(/^[\s_.–—-]+/, '').toLowerCase() || null;
}

/** The mix itself may be among its stems. */
function isMix(song: Song, { name }: SetFile): boolean {
  const own = readSongName(name);
  return !own.isStem && instrumentOf(own) === null && stackKey(own) === stackKey(song);
}

/** In `Dune v5 Lead Vox`, the note after the version is an instrument. */
function instrumentOf({ note }: SongName): string | null {
  const words = note?.toLowerCase().split(/[\s_.-]+/) ?? [];
  return words.some(isInstrument) ? words.join(' ') : null;
}

/** Several mixes of a song are equally long too, but their names say what they are. */
function isLoose({ name, seconds }: SetFile): boolean {
  const { isStem, label, alternate } = readSongName(name);
  return seconds !== null && !isStem && label === null && alternate === null;
}

/** `Dune Drums`, `Dune Bass`, `Dune Lead Vox`: one song, if all the rest are instruments. */
function songOfInstruments(files: readonly SetFile[]): Song | null {
  const song = commonSong(files);
  const areInstruments = files.every((file) => {
    const part = song && partOf(song, readSongName(file.name));
    return part === null || part.split(/[\s_.-]+/).some(isInstrument);
  });
  return song && areInstruments ? song : null;
}

/** The words with which all titles begin. */
function commonSong(files: readonly SetFile[]): Song | null {
  const titles = files.map(({ name }) => readSongName(name).title.split(/(?<=[\s_–—-])(?=[^\s_–—-])/));
  const [first = [], ...others] = titles;
  const differsAt = first.findIndex((word, at) => others.some((title) => fold(title[at]) !== fold(word)));
  const title = (differsAt < 0 ? first : first.slice(0, differsAt)).join('').replace(/[\s_.–—-]+$/, '');
  return title === '' ? null : { title, alternate: null, label: null };
}

function fold(word: string | undefined): string {
  return (word ?? '').toLowerCase().replace(/[\s_.–—-]+$/, '');
}
