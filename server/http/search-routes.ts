import { Router } from 'express';
import * as z from 'zod';
import { type SearchAnswer, searchTextSchema } from '../../protocol/wire/search.ts';
import type { ServerContext } from '../context.ts';
import { parseInput } from '../failure.ts';
import { search } from '../search/search.ts';
import { sendFailure } from './answer.ts';
import { signedIn } from './signed-in.ts';

export const searchQuerySchema = z.object({
  q: searchTextSchema,
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

/** What the caller may see, by its words (wire §3). */
export function createSearchRoutes(context: ServerContext): Router {
  const router = Router();
  router.get(
    '/api/search',
    signedIn(context, async (actor, request, response) => {
      const query = parseInput(searchQuerySchema, request.query);
      if (!query.ok) return sendFailure(response, query);
      const results = await search(context.db, actor.id, query.data.q, query.data.limit);
      response.json({ results } satisfies SearchAnswer);
    }),
  );
  return router;
}
