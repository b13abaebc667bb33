import * as z from 'zod';
import { idSchema, timestampSchema } from './id.ts';
import { personSchema } from './user.ts';

/** An answer to a comment. */
export const replySchema = z.object({
  id: idSchema,
  text: z.string(),
  createdAt: timestampSchema,
  user: personSchema,
  commentId: idSchema,
  cutId: idSchema,
});
export type Reply = z.infer<typeof replySchema>;

/** A remark pinned to a moment of a cut. `timestamp` in seconds from the start of the audio; replies oldest first. */
export const commentSchema = z.object({
  id: idSchema,
  text: z.string(),
  timestamp: z.number().nonnegative(),
  createdAt: timestampSchema,
  user: personSchema,
  replies: z.array(replySchema),
  cutId: idSchema,
});
export type Comment = z.infer<typeof commentSchema>;
