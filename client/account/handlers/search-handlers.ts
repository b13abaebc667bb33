import { searchAnswerSchema } from '../../../protocol/wire/search.ts';
import { searchCache } from '../../search/search-cache.ts';
import { done, type HandlersOf, type WithAccount } from './handlers.ts';

/** As many as a person looks through before refining the search. */
const mostResults = 30;

export function createSearchHandlers(withAccount: WithAccount): HandlersOf<'search'> {
  return {
    'search.query': ({ text }) =>
      withAccount(async ({ client, cache, connection }) => {
        const here = () => done({ results: searchCache(cache, text, mostResults), isFromHere: true });
        // Search as you type must not block on a dead connection.
        if (connection.current().kind === 'offline') return here();
        const query = new URLSearchParams({ q: text, limit: String(mostResults) });
        const path = `/api/search?${query}`;
        const answer = await client.request({ method: 'GET', path, schema: searchAnswerSchema });
        if (answer.ok) return done({ ...answer.data, isFromHere: false });
        return answer.kind === 'offline' ? here() : answer;
      }),
  };
}
