import { Router } from 'express';
import * as z from 'zod';
import { type SearchAnswer, searchTextSchema } from '../../protocol/wire/search.ts';
import type { ServerContext } from '../context.ts';
import { parseInput } from '../failure.ts';
import type { Search } from '../search/create-search.ts';
import { sendFailure } from './answer.ts';
import { signedIn } from './signed-in.ts';

export const searchQuerySchema = z.object({
  q: searchTextSchema.overwrite((text) => text.replaceAll('\0', ' ')),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

/** Searches what the caller may see. */
export function createSearchRoutes(context: ServerContext, { search }: Search): Router {
  const router = Router();
  router.get(
    '/api/search',
    signedIn(context, async (actor, request, response) => {
      const query = parseInput(searchQuerySchema, request.query);
      if (!query.ok) return sendFailure(response, query);
      const { q: typed, limit } = query.data;
      const found = await search({ userId: actor.id, typed, limit });
      if (!found.ok) return sendFailure(response, found);
      response.json({ results: found.data } satisfies SearchAnswer);
    }),
  );
  return router;
}
