import * as z from 'zod';
import { idSchema, timestampSchema } from './id.ts';
import { personSchema } from './user.ts';

/** The text of a comment or reply: 1 to 5,000 characters after trimming, never parsed as HTML. */
export const commentTextSchema = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(5000, 'must be at most 5,000 characters');

/** A moment of a cut, in seconds from the start of the audio. Not limited to the audio's length, which may grow. */
export const momentSchema = z.number().nonnegative('must not be negative').max(1_000_000, 'is too far');

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

/**
 * A comment pinned to a moment of a cut. `timestamp` in seconds from the start of the audio; replies oldest first.
 * `fileId` is the version it was made on; null if unknown or deleted.
 */
export const commentSchema = z.object({
  id: idSchema,
  text: z.string(),
  timestamp: momentSchema,
  createdAt: timestampSchema,
  user: personSchema,
  replies: z.array(replySchema),
  cutId: idSchema,
  fileId: idSchema.nullable(),
});
export type Comment = z.infer<typeof commentSchema>;
