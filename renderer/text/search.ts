import { plural } from '../../common/plural.ts';
import type { SearchType } from '../../protocol/wire/search.ts';

export const searchText = {
  title: 'Find',
  field: 'Find songs, projects, files, comments, messages and actions',
  placeholder: 'Songs, projects, comments, actions',
  results: 'Results',
  searching: 'Searching…',
  start: 'Type a word from a name or a comment, or what you want to do. ↑↓ select · ↵ open',
  offline: 'Not connected. Results only include what you have opened on this computer.',
  offlineFailed: 'Search needs the server',
  failed: 'Search failed',
  nothing: (text: string) => `No results for “${text}”`,
  nothingHint: 'Try fewer or shorter words.',
  /** Read out when the results arrive. */
  announced: (results: number, isOffline: boolean) => {
    const found = results === 0 ? 'No results' : plural(results, 'result');
    return isOffline ? `${found} on this computer` : found;
  },

  /** Results of a type that only a newer version knows. */
  otherGroup: 'More',
  groups: {
    cut: 'Songs and alternates',
    vibe: 'Groups of songs',
    project: 'Projects',
    file: 'Files',
    comment: 'Comments',
    reply: 'Replies',
    message: 'Messages',
    action: 'Actions',
  } satisfies Record<SearchType | 'action', string>,
};
