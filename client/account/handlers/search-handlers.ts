import { searchAnswerSchema } from '../../../protocol/wire/search.ts';
import type { HandlersOf, WithAccount } from './handlers.ts';

/** As many as one looks through; who wants others types another word. */
const mostResults = 30;

export function createSearchHandlers(withAccount: WithAccount): HandlersOf<'search'> {
  return {
    'search.query': ({ text }) =>
      withAccount(({ client }) => {
        const query = new URLSearchParams({ q: text, limit: String(mostResults) });
        return client.request({ method: 'GET', path: `/api/search?${query}`, schema: searchAnswerSchema });
      }),
  };
}
