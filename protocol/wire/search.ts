import * as z from 'zod';
import { linkSchema } from './activity.ts';
import { idSchema } from './id.ts';
import { openEnum } from './open-enum.ts';

/** The query: words, the last of which may be half typed. Spaces alone find nothing. */
export const searchTextSchema = z.string().max(500, 'must be at most 500 characters');

/** In the order of an answer. */
export const searchTypeSchema = z.enum(['cut', 'vibe', 'project', 'file', 'comment', 'reply', 'message']);
export type SearchType = z.infer<typeof searchTypeSchema>;

/**
 * One result. `name` of a comment, reply or message of a room is the beginning of its text. `snippet` is the passage that matches, for these
 * and for a project's description; text, never HTML. `link` leads to it.
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
 * The body of `GET /api/search`. Cuts, vibes, projects, files, comments, replies, messages of rooms; of each kind the best match first. If more
 * match than were asked for, every kind keeps a share.
 */
export const searchAnswerSchema = z.object({ results: z.array(searchResultSchema) });
export type SearchAnswer = z.infer<typeof searchAnswerSchema>;
