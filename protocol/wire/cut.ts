import * as z from 'zod';
import { fileSchema } from './file.ts';
import { idSchema, timestampSchema } from './id.ts';
import { personSchema } from './user.ts';

/** A take or mix of a song idea. `order` ranks it within its vibe, from 0; `files` oldest first. */
export const cutSchema = z.object({
  id: idSchema,
  name: z.string(),
  vibeId: idSchema,
  projectId: idSchema,
  order: z.number().int(),
  createdAt: timestampSchema,
  createdBy: personSchema,
  files: z.array(fileSchema),
});
export type Cut = z.infer<typeof cutSchema>;
