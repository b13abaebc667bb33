import { readSongName, type SongName } from './read-song-name.ts';
import { withoutSoundExtension } from './sound-extensions.ts';

/**
 * A folder's own knowledge of names, which comes before the grammar. `title-word`: this word, or these words, belong to the title.
 * `never-stack`: a file of this name, without its extension and with `*` for any text, is a cut of its own.
 */
export type NameRule = { kind: 'title-word'; word: string } | { kind: 'never-stack'; name: string };

/** Reads a name by the rules; null if it is never stacked. */
export function readNameByRules(fileName: string, rules: readonly NameRule[]): SongName | null {
  const name = fold(withoutSoundExtension(fileName));
  if (rules.some((rule) => rule.kind === 'never-stack' && fits(name, fold(rule.name)))) return null;
  return readSongName(
    fileName,
    rules.flatMap((rule) => (rule.kind === 'title-word' ? rule.word : [])),
  );
}

/** Places each part of the pattern as early as it fits, which finds a match if there is one. */
function fits(name: string, pattern: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

const fold = (text: string): string => text.normalize('NFC').toLowerCase().trim();
