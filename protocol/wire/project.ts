import * as z from 'zod';
import { idSchema, timestampSchema } from './id.ts';
import { memberRoleSchema, memberSchema } from './member.ts';
import { openEnum } from './open-enum.ts';
import { roomSchema } from './room-message.ts';
import { vibeWithCutsSchema } from './vibe.ts';

/** An album or EP as the list has it. `role` is the caller's own. */
export const projectSchema = z.object({
  id: idSchema,
  name: z.string(),
  description: z.string().nullable(),
  imageUrl: z.string().nullable(),
  createdAt: timestampSchema,
  memberCount: z.number().int(),
  role: openEnum(memberRoleSchema),
});
export type Project = z.infer<typeof projectSchema>;

/**
 * A whole project at `seq` of its topic in `epoch` (`GET /api/projects/:id`): apply later events to it, drop earlier
 * ones. It is read in one transaction, so it never shows half of a change.
 */
export const projectSnapshotSchema = projectSchema.extend({
  vibes: z.array(vibeWithCutsSchema),
  members: z.array(memberSchema),
  room: roomSchema.optional(),
  epoch: z.string(),
  seq: z.number().int().nonnegative(),
});
export type ProjectSnapshot = z.infer<typeof projectSnapshotSchema>;
