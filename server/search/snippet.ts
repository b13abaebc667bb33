import { excerptOf } from '../commands/excerpt.ts';
import { fold, type SearchQuery, tokensOf } from './search-query.ts';

/** How much text a snippet has before its first match, and from there on, in characters. */
const leadCharacters = 50;
const windowCharacters = 90;

/** Matches beyond these don't improve the choice of a passage. */
const maximumMatches = 200;

/**
 * The passage of a text with the most of the query's words, in one line of 140 characters at most. The beginning of
 * the text when none of them is in it. FTS5's own `snippet()` takes quadratic time where words repeat.
 */
export function snippetOf(text: string, query: SearchQuery): string {
  const matches = findMatches(text, query);
  let best = { start: 0, count: 0 };
  for (const [index, { start }] of matches.entries()) {
    const inWindow = new Set<number>();
    for (let next = index; next < matches.length; next += 1) {
      const match = matches[next];
      if (!match || match.start > start + windowCharacters) break;
      inWindow.add(match.word);
      if (inWindow.size === query.tokens.length) break;
    }
    if (inWindow.size > best.count) best = { start, count: inWindow.size };
  }
  const from = beginOfPassage(text, best.start);
  return excerptOf(
    `${from > 0 ? '…' : ''}${text.slice(from, from + 4 * (leadCharacters + windowCharacters))}`,
  );
}

/** The positions of the query's words in the text; `word` is the index of the query's token. */
function findMatches(text: string, { tokens, isBegun }: SearchQuery): { start: number; word: number }[] {
  const words = tokens.map(fold);
  const last = words.at(-1) ?? '';
  const matches: { start: number; word: number }[] = [];
  for (const { token, start } of tokensOf(text)) {
    let word = words.indexOf(token);
    if (word < 0 && isBegun && token.startsWith(last)) word = words.length - 1;
    if (word < 0) continue;
    matches.push({ start, word });
    if (matches.length === maximumMatches) break;
  }
  return matches;
}

/** The beginning of a word, a little before the match. */
function beginOfPassage(text: string, match: number): number {
  if (match <= leadCharacters) return 0;
  const from = match - leadCharacters;
  const space = text.slice(from, match).search(/\s/);
  return space < 0 ? match : from + space + 1;
}
