import * as z from 'zod';
import { fileSchema } from './file.ts';
import { idSchema, timestampSchema } from './id.ts';
import { musicSchema } from './music.ts';
import { personSchema } from './user.ts';

/**
 * A take or mix of a song idea. `order` ranks it within its vibe, from 0; `files` oldest first. `commentCount`
 * counts comments without replies; the comments themselves are read when the cut is opened. Log rows from before
 * comments existed don't have it.
 */
export const cutSchema = z.object({
  id: idSchema,
  name: z.string(),
  vibeId: idSchema,
  projectId: idSchema,
  order: z.number().int(),
  createdAt: timestampSchema,
  createdBy: personSchema,
  files: z.array(fileSchema),
  commentCount: z.number().int().nonnegative().default(0),
  /** The song in its bounces' names, which decides which bounces become its versions, whatever its `name` says. */
  title: z.string().optional(),
  /** How it differs from the main mix, such as `instrumental`; absent for the main mix. */
  alternate: z.string().optional(),
  /** The cuts that were merged into this one. A link to one of them means this cut. */
  formerIds: z.array(idSchema).optional(),
  /** The facts that somebody entered. Those that a file states are in its `audio`. */
  music: musicSchema.optional(),
});
export type Cut = z.infer<typeof cutSchema>;

/**
 * `GET /api/projects/:id/deleted-cuts`: the cuts that `cut.restore` brings back, last deleted first. `cut` is as it was;
 * `vibeName` is the name that its vibe had. After `expiresAt` it is gone for good.
 */
export const deletedCutSchema = z.object({
  cut: cutSchema,
  vibeName: z.string(),
  deletedAt: timestampSchema,
  deletedBy: personSchema,
  expiresAt: timestampSchema,
});
export type DeletedCut = z.infer<typeof deletedCutSchema>;
