import { type Music, musicSchema } from '../../../protocol/wire/music.ts';
import { formatMoment, parseMoment } from '../../text/moment.ts';
import { musicText } from '../../text/music.ts';

/** The fields of the form, as typed. */
export type MusicFields = { tempo: string; key: string; sections: string };

export function fieldsOf({ tempo, key, sections = [] }: Music): MusicFields {
  return {
    tempo: tempo === undefined ? '' : String(tempo),
    key: key ?? '',
    sections: sections.map(({ name, from }) => `${formatMoment(from)} ${name}`).join('\n'),
  };
}

/** Reads the fields; the error is a sentence. An empty field is unknown. */
export function readMusic(fields: MusicFields): { music: Music } | { error: string } {
  const music: Music = {};
  const tempo = Number(fields.tempo.trim().replace(',', '.'));
  if (fields.tempo.trim() !== '') {
    if (!musicSchema.safeParse({ tempo }).success) return { error: musicText.badTempo };
    music.tempo = tempo;
  }
  if (fields.key.trim() !== '') {
    const key = readKey(fields.key);
    if (key === null) return { error: musicText.badKey };
    music.key = key;
  }
  const sections: NonNullable<Music['sections']> = [];
  for (const line of fields.sections.split('\n').filter((one) => one.trim() !== '')) {
    const [time = '', ...words] = line.trim().split(/\s+/);
    const from = parseMoment(time);
    const name = words.join(' ').slice(0, 40);
    if (from === null || name === '') return { error: musicText.badLine(line.trim()) };
    sections.push({ name, from });
  }
  if (sections.length > 64) return { error: musicText.tooMany };
  if (sections.length > 0) music.sections = sections.sort((one, other) => one.from - other.from);
  return { music };
}

/** `am`, `A min` and `A minor` are `A minor`. */
function readKey(text: string): string | null {
  const match = /^([a-g])([#♯b♭]?)\s*(major|maj|minor|min|m)?$/i.exec(text.trim());
  const [, note, sign = '', mode = ''] = match ?? [];
  if (note === undefined) return null;
  const accidental = sign === '♯' ? '#' : sign === '♭' || sign === 'B' ? 'b' : sign;
  // A capital M alone is major in some programs, so only a small one is minor.
  const isMinor = mode === 'm' || /^min/i.test(mode);
  return `${note.toUpperCase()}${accidental} ${isMinor ? 'minor' : 'major'}`;
}
