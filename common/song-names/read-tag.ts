import { isFact, longestFact, phraseOf } from './read-facts.ts';
import type { Word } from './split-words.ts';

/**
 * The meaning of words at the end of a name. A label is `vague` if it may as well belong to the title: a bare `02`, or a
 * stage word without a number.
 */
export type Tag =
  | { kind: 'label'; text: string; isVague: boolean }
  | { kind: 'alternate'; text: string; isStrong: boolean; hasAmount?: boolean; count?: string }
  | { kind: 'stem'; part: string | null }
  | { kind: 'fact' };

/** The longest tag that may be among these words: the mark of a conflicted copy names a person, who may have many names. */
export function longestTagOf(words: readonly Word[]): number {
  return words.some(({ folded }) => folded === 'conflicted') ? 2 * longestFact : longestFact;
}

export function readTag(words: readonly Word[]): Tag | null {
  if (isFact(words) || isMainInParentheses(words)) return { kind: 'fact' };
  if (words.length > longestFact) return null;
  const phrase = phraseOf(words);
  if (phrase === '') return null;
  return readVersion(words, phrase) ?? readStage(phrase) ?? readAlternate(phrase) ?? readStem(words, phrase);
}

function isMainInParentheses([word, ...others]: readonly Word[]): boolean {
  return others.length === 0 && word?.folded === 'main' && word.isInParentheses;
}

const number = String.raw`\d{1,4}(?:\.\d{1,3}){0,2}[a-z]?`;
const versionPhrase = new RegExp(`^(?:v|ver|version) ?(${number})$`);
const gluedVersion = new RegExp(`^(?:v|ver|version)${number}$`);

function readVersion(words: readonly Word[], phrase: string): Tag | null {
  const version = versionPhrase.exec(phrase);
  if (version) return { kind: 'label', text: `v${version[1]}`, isVague: false };
  if (/^0\d{1,2}$/.test(phrase)) return { kind: 'label', text: phrase, isVague: true };
  const isTakeOrInitials = /^0\d\d d\d{1,2}$/.test(phrase) || /^[A-Z]{2,3}\d\d$/.test(words[0]?.text ?? '');
  if (!isTakeOrInitials || words.length > 2) return null;
  if (words.length === 2 && !phrase.startsWith('0')) return null;
  return { kind: 'label', text: phrase.toUpperCase(), isVague: false };
}

/** An explicit version, which a free note may follow: `v4 louder`. A spaced `V 4` is not (`Henry V 2 strings`). */
export function isExplicitVersion(word: Word): boolean {
  return gluedVersion.test(word.folded);
}

const stages =
  'mix|mixdown|master|mastered|pre ?master|demo|rough|final|draft|take|bounce|render|export|rev|wip|ref|latest';
const stagePhrase = new RegExp(`^(?:(?:revised|new) )?(${stages})(?: ?(${number}))?$`);

/** `Dune Main` belongs to `Dune Main Inst`, but `Spanish Main` is a title. */
const mainMix: Tag = { kind: 'label', text: 'main', isVague: true };

function readStage(phrase: string): Tag | null {
  if (phrase === 'main') return mainMix;
  const stage = stagePhrase.exec(phrase);
  if (!stage) return null;
  const word = stage[1]?.replace(' ', '');
  const count = stage[2];
  return {
    kind: 'label',
    text: count === undefined ? `${word}` : `${word} ${count}`,
    isVague: count === undefined,
  };
}

/** The names of mixes that are never a version of the main mix. A name's own words come before its usual one. */
const alternates: readonly { name: string; isStrong: boolean; phrases: string[] }[] = [
  {
    name: 'instrumental',
    isStrong: true,
    phrases: ['instrumental', 'inst', 'instr', 'instru', 'no vox', 'no vocal', 'no vocals', 'インスト'],
  },
  {
    name: 'acapella',
    isStrong: true,
    phrases: ['acapella', 'acappella', 'a cappella', 'a capella', 'アカペラ'],
  },
  { name: 'radio edit', isStrong: true, phrases: ['radio edit', 'radio mix', 'radio version'] },
  { name: 'no lead', isStrong: true, phrases: ['no lead', 'no lead vox', 'no lead vocal', 'no lead vocals'] },
  { name: 'atmos', isStrong: true, phrases: ['atmos', 'dolby atmos'] },
  { name: 'binaural', isStrong: true, phrases: ['binaural'] },
  { name: 'tv', isStrong: false, phrases: ['tv', 'tv track'] },
  { name: 'show', isStrong: false, phrases: ['show'] },
  { name: 'clean', isStrong: false, phrases: ['clean'] },
  { name: 'explicit', isStrong: false, phrases: ['explicit'] },
  { name: 'extended', isStrong: false, phrases: ['extended'] },
  { name: 'loop', isStrong: false, phrases: ['loop'] },
  { name: 'sting', isStrong: false, phrases: ['sting'] },
];
const alternateOf = new Map(
  alternates.flatMap(({ name, isStrong, phrases }) =>
    phrases.map((phrase) => [phrase, { kind: 'alternate', text: name, isStrong }] as const),
  ),
);

const vocalLevel =
  /^(?:(?:lead )?(?:vocals?|vox)|lead) (up|down)( \+?\d{1,2}(?:\.\d{1,2})? ?db| \+\d{1,2}(?:\.\d{1,2})?)?$/;

/** `Vox Up`, `Lead Vocal Down 1dB`. */
function readVocalLevel(phrase: string): Tag | null {
  const level = vocalLevel.exec(phrase);
  if (!level) return null;
  const alternate = { kind: 'alternate', text: `vocal ${level[1]}`, isStrong: true } as const;
  return level[2] === undefined ? alternate : { ...alternate, hasAmount: true };
}

/** `TV Mix` and `Main Inst` are what `TV` and `Inst` are; a `Main Mix` is no alternate. */
function readAlternate(phrase: string): Tag | null {
  if (/^main (?:mix|version)$/.test(phrase)) return { kind: 'fact' };
  const core = phrase.replace(/^main /, '').replace(/ (?:mix|version|edit)$/, '');
  return alternateOf.get(phrase) ?? alternateOf.get(core) ?? readVocalLevel(phrase) ?? readCounted(phrase);
}

/** `Inst2` is the second instrumental. */
function readCounted(phrase: string): Tag | null {
  const counted = /^(\D*[^\d\s])([1-9]\d?|0[1-9])$/.exec(phrase);
  const alternate = counted && alternateOf.get(counted[1] ?? '');
  return alternate?.isStrong ? { ...alternate, count: counted?.[2] ?? '' } : null;
}

/** Whether a number behind this alternate counts it: `Instrumental 2` and `(TV) 2`, but not `Loop 2`. */
export function isCountable(tag: Tag, before: string): boolean {
  return tag.kind === 'alternate' && (tag.isStrong || /[)\]}]/.test(before));
}

const instruments = new Set(
  [
    'drum drums kick snare hat hats hihat toms cymbals overheads room perc percussion bass sub guitar guitars gtr',
    'keys piano organ synth synths pad pads arp pluck lead vox vocal vocals bgv bgvs backing choir strings brass',
    'horns fx sfx music click',
  ].flatMap((line) => line.split(' ')),
);

/** Whether a word names an instrument: `drums`, `vox`. */
export function isInstrument(word: string): boolean {
  return instruments.has(word);
}

/** The channels of a mix in files of their own, as programs write them after a dot. */
const channels = new Map(
  ['L', 'R', 'C', 'LFE', 'Ls', 'Rs'].map((channel) => [channel.toLowerCase(), channel]),
);

/** The usual spelling of a channel. */
export function channelOf(part: string): string | null {
  return channels.get(part.toLowerCase()) ?? null;
}

const stemPhrase = /^(?:(.+) )?(?:stems?|multi ?tracks?|track ?outs?)$/;

/** `stems`, `multitracks` and `lead vox stem`. An instrument after the word is read as the stem's part elsewhere. */
function readStem(words: readonly Word[], phrase: string): Tag | null {
  const channel = channelOf(phrase);
  if (channel !== null) return words[0]?.before === '.' ? { kind: 'stem', part: channel } : null;
  const stem = stemPhrase.exec(phrase);
  if (!stem) return null;
  const part = stem[1] ?? null;
  return part === null || part.split(' ').every(isInstrument) ? { kind: 'stem', part } : null;
}

/** Whether the next words are a stem's part: `STEM_Moog` and `stem drums`, but not `Stem Cell`. */
export function isStemAnchor(word: Word, next: Word | undefined): boolean {
  if (/^(?:stems|multitracks?|trackouts?)$/.test(word.folded) || word.text === 'STEM') return true;
  return (
    word.folded === 'stem' && next !== undefined && (instruments.has(next.folded) || /^\d/.test(next.text))
  );
}
