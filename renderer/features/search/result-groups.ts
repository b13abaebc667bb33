import { forWord } from '../../../protocol/wire/open-enum.ts';
import type { SearchResult } from '../../../protocol/wire/search.ts';
import { searchText } from '../../text/search.ts';
import type { Found } from './actions.ts';

export type ResultGroup = {
  type: Found['type'];
  title: string;
  /** `index` is the position among the results of all groups. */
  results: { result: Found; index: number }[];
};

/** Groups the results by type. The answer already has results of a type together. */
export function groupResults(results: readonly Found[]): ResultGroup[] {
  const groups: ResultGroup[] = [];
  for (const [index, result] of results.entries()) {
    const last = groups.at(-1);
    if (last?.type === result.type) last.results.push({ result, index });
    else
      groups.push({
        type: result.type,
        title: forWord(searchText.groups, result.type) ?? searchText.otherGroup,
        results: [{ result, index }],
      });
  }
  return groups;
}

/** The passage that matches, unless it is the name itself. */
export function passageOf({ name, snippet }: SearchResult): string | null {
  return snippet === undefined || snippet === name ? null : snippet;
}
