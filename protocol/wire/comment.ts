import * as z from 'zod';
import { idSchema, timestampSchema } from './id.ts';
import { openEnum } from './open-enum.ts';
import { personSchema } from './user.ts';

/** The text of a comment or reply: 1 to 5,000 characters after trimming, never parsed as HTML. */
export const commentTextSchema = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(5000, 'must be at most 5,000 characters');

/** A moment of a cut, in seconds from the start of the audio. Not limited to the audio's length, which may grow. */
export const momentSchema = z.number().nonnegative('must not be negative').max(1_000_000, 'is too far');

export const reactionKindSchema = z.enum(['thumbs-up', 'heart', 'fire', 'laugh', 'thanks']);
export type ReactionKind = z.infer<typeof reactionKindSchema>;

/** The people who reacted to a comment, reply or message of a room in the same way, in the order in which they did. */
export const reactionSchema = z.object({
  reaction: openEnum(reactionKindSchema),
  userIds: z.array(idSchema).min(1),
});
export type Reaction = z.infer<typeof reactionSchema>;

/** The most people that one comment can mention. */
export const mostMentions = 50;

/** An answer to a comment. */
export const replySchema = z.object({
  id: idSchema,
  text: z.string(),
  createdAt: timestampSchema,
  user: personSchema,
  commentId: idSchema,
  cutId: idSchema,
  /** When its text was last changed; absent if it never was. */
  editedAt: timestampSchema.optional(),
  /** Ids of the members that it names; absent if it names nobody. */
  mentions: z.array(idSchema).optional(),
  reactions: z.array(reactionSchema).optional(),
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
  /** The end of the range that it is about; absent if it is about one moment. */
  endTimestamp: momentSchema.optional(),
  /** When and by whom it was resolved. Null while it is open; comments of earlier versions may lack both. */
  resolvedAt: timestampSchema.nullable().optional(),
  resolvedBy: personSchema.nullable().optional(),
  /** When its text was last changed; absent if it never was. */
  editedAt: timestampSchema.optional(),
  /** Ids of the members that it names; absent if it names nobody. */
  mentions: z.array(idSchema).optional(),
  reactions: z.array(reactionSchema).optional(),
  /** The message of the project's room that it was made from. */
  messageId: idSchema.optional(),
});
export type Comment = z.infer<typeof commentSchema>;
