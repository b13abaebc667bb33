import * as z from 'zod';
import { idSchema, timestampSchema } from './id.ts';
import { openEnum } from './open-enum.ts';
import { personSchema } from './user.ts';

/** The target of a click. Each id is within the one before it. */
export const linkSchema = z.object({
  projectId: idSchema,
  vibeId: idSchema.optional(),
  cutId: idSchema.optional(),
  fileId: idSchema.optional(),
  commentId: idSchema.optional(),
  replyId: idSchema.optional(),
  /** In the room of the project. */
  messageId: idSchema.optional(),
});
export type Link = z.infer<typeof linkSchema>;

export const activityTypeSchema = z.enum([
  'file_uploaded',
  'stems_added',
  'comment_added',
  'reply_added',
  'cut_created',
  'cut_deleted',
  'cut_restored',
  'cut_moved',
  'cut_merged',
  'cut_split',
  'file_moved',
  'file_approved',
  'file_noted',
  'vibe_created',
  'vibe_deleted',
  'vibe_restored',
  'member_joined',
  'member_left',
  'role_changed',
  'owner_changed',
]);
export type ActivityType = z.infer<typeof activityTypeSchema>;

export const targetTypeSchema = z.enum(['file', 'comment', 'reply', 'cut', 'vibe', 'member']);

/**
 * One entry of the activity feed, made by the server in the transaction of the change. `target.name` is the name at that
 * moment; for a comment or reply, the beginning of its text.
 */
export const activitySchema = z.object({
  id: idSchema,
  type: openEnum(activityTypeSchema),
  projectId: idSchema,
  actor: personSchema,
  target: z.object({
    type: openEnum(targetTypeSchema),
    id: idSchema,
    name: z.string(),
  }),
  /** For a file: its cut, its number among the versions of that cut, and its note, at that moment. */
  version: z
    .object({ cutName: z.string(), number: z.number().int().positive(), note: z.string().optional() })
    .optional(),
  createdAt: timestampSchema,
  link: linkSchema,
});
export type Activity = z.infer<typeof activitySchema>;

/** The most activities that one change dismisses or restores, in one event. */
export const mostDismissed = 500;

export const activityIdsSchema = z.object({ ids: z.array(idSchema).min(1).max(mostDismissed) });
