import * as z from 'zod';
import { fileSchema } from './file.ts';
import { idSchema, timestampSchema } from './id.ts';
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
});
export type Cut = z.infer<typeof cutSchema>;
