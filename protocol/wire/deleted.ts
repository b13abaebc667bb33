import * as z from 'zod';
import { cutSchema } from './cut.ts';
import { idSchema, timestampSchema } from './id.ts';
import { openEnum } from './open-enum.ts';
import { personSchema } from './user.ts';

/**
 * `GET /api/deleted`: a deleted thing that the caller can restore, until `expiresAt`; last deleted first. Things that were
 * deleted with another one come back with it and are not listed.
 */
export const deletedItemSchema = z.object({
  kind: openEnum(z.enum(['project', 'vibe', 'cut', 'file'])),
  id: idSchema,
  name: z.string(),
  projectId: idSchema,
  projectName: z.string(),
  /** The name of the vibe or cut that it was in. */
  within: z.string().optional(),
  /** Of a vibe: how many cuts come back with it. */
  cutCount: z.number().int().nonnegative().optional(),
  /** The cut as it was. */
  cut: cutSchema.optional(),
  deletedAt: timestampSchema,
  deletedBy: personSchema,
  expiresAt: timestampSchema,
});
export type DeletedItem = z.infer<typeof deletedItemSchema>;
