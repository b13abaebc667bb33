import * as z from 'zod';
import { linkSchema } from './activity.ts';
import { idSchema } from './id.ts';
import { openEnum } from './open-enum.ts';

/** What is searched for: words, the last of which may be half typed. Only spaces find nothing. */
export const searchTextSchema = z.string().max(500, 'must be 500 characters at most');

/** In the order in which an answer has them. */
export const searchTypeSchema = z.enum(['cut', 'vibe', 'project', 'file', 'comment', 'reply']);
export type SearchType = z.infer<typeof searchTypeSchema>;

/**
 * Something found. `name` of a comment or reply is how its text begins. `snippet` is the passage that matches, of one of
 * these or of a project's description; text, never HTML. `link` leads to it.
 */
export const searchResultSchema = z.object({
  type: openEnum(searchTypeSchema),
  id: idSchema,
  name: z.string(),
  snippet: z.string().optional(),
  link: linkSchema,
});
export type SearchResult = z.infer<typeof searchResultSchema>;

/**
 * The body of `GET /api/search`. Cuts, vibes, projects, files, comments, replies; of each kind the best match first. Where more
 * match than were asked for, no kind is left out for the sake of another.
 */
export const searchAnswerSchema = z.object({ results: z.array(searchResultSchema) });
export type SearchAnswer = z.infer<typeof searchAnswerSchema>;
