import { forWord } from '../../../protocol/wire/open-enum.ts';
import type { SearchResult, SearchType } from '../../../protocol/wire/search.ts';

export type ResultGroup = {
  type: SearchResult['type'];
  title: string;
  /** Each with its index among all. */
  results: { result: SearchResult; index: number }[];
};

const titles: Record<SearchType, string> = {
  cut: 'Cuts',
  vibe: 'Vibes',
  project: 'Projects',
  file: 'Files',
  comment: 'Comments',
  reply: 'Replies',
};

/** The results by kind, in the order of the answer, which has those of a kind together. */
export function groupResults(results: readonly SearchResult[]): ResultGroup[] {
  const groups: ResultGroup[] = [];
  for (const [index, result] of results.entries()) {
    const last = groups.at(-1);
    if (last?.type === result.type) last.results.push({ result, index });
    else
      groups.push({
        type: result.type,
        title: forWord(titles, result.type) ?? 'More',
        results: [{ result, index }],
      });
  }
  return groups;
}

/** What stands below the name: the passage that matches, where the name does not say it already. */
export function passageOf({ name, snippet }: SearchResult): string | null {
  return snippet === undefined || snippet === name ? null : snippet;
}
