import * as z from 'zod';
import { cutSchema } from './cut.ts';
import { idSchema, timestampSchema } from './id.ts';

/** A song idea. `order` ranks it within its project, from 0. */
export const vibeSchema = z.object({
  id: idSchema,
  name: z.string(),
  projectId: idSchema,
  imageUrl: z.string().nullable(),
  order: z.number().int(),
  createdAt: timestampSchema,
});
export type Vibe = z.infer<typeof vibeSchema>;

/** A vibe with its cuts in order, as `GET /api/projects/:id` has it. */
export const vibeWithCutsSchema = vibeSchema.extend({ cuts: z.array(cutSchema) });
export type VibeWithCuts = z.infer<typeof vibeWithCutsSchema>;
