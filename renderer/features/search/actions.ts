import type { SearchResult } from '../../../protocol/wire/search.ts';

/** Something that can be done from where the user is. */
export type Action = {
  type: 'action';
  id: string;
  name: string;
  /** The song, project or page that it is about, if the name doesn’t say it. */
  about?: string;
  /** Other words by which people look for it. */
  words?: string;
  /** The key that does it too. */
  keys?: string;
  /** Offered before anything is typed. */
  isFirst?: boolean;
  run: () => void;
};

export type Found = SearchResult | Action;

export const isAction = (found: Found): found is Action => 'run' in found;

/** The actions in which each typed word begins a word. */
export function findActions(actions: readonly Action[], text: string): Action[] {
  const wanted = wordsOf(text);
  if (wanted.length === 0) return actions.filter(({ isFirst }) => isFirst);
  return actions.filter(({ name, words = '' }) => {
    const known = wordsOf(`${name} ${words}`);
    return wanted.every((word) => known.some((one) => one.startsWith(word)));
  });
}

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Named things come first: a word from a comment is rarely meant where an action has it in its name. */
const named: readonly SearchResult['type'][] = ['cut', 'vibe', 'project'];

export function withActions(results: readonly SearchResult[], actions: readonly Action[]): Found[] {
  const from = results.findIndex(({ type }) => !named.includes(type));
  const place = from < 0 ? results.length : from;
  return [...results.slice(0, place), ...actions, ...results.slice(place)];
}
