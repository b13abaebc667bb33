import * as z from 'zod';
import { idSchema, timestampSchema } from './id.ts';
import { personSchema } from './user.ts';

/** The longest message, in characters. */
export const longestMessage = 4000;

/**
 * The text of a message: 1 to 4,000 characters after trimming; line breaks are kept. It is never parsed as HTML. A lone
 * surrogate becomes U+FFFD, as it would in UTF-8.
 */
export const messageTextSchema = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(longestMessage, 'must be at most 4,000 characters')
  .overwrite((text) => text.toWellFormed());

/** A direct message. Within a conversation `createdAt` rises from message to message and gives their order. */
export const messageSchema = z.object({
  id: idSchema,
  conversationId: idSchema,
  sender: personSchema,
  text: z.string(),
  createdAt: timestampSchema,
});
export type Message = z.infer<typeof messageSchema>;

/** The last message that a participant has read, and its `createdAt`: everything up to then is read. */
export const readPositionSchema = z.object({
  userId: idSchema,
  messageId: idSchema,
  upTo: timestampSchema,
});
export type ReadPosition = z.infer<typeof readPositionSchema>;

/**
 * A conversation of two people, as the caller sees it. Each pair has one.
 *
 * `unreadCount` counts the other person's messages. `readBy` has an entry for each participant who has read anything, by
 * user id. `canSend`: whether they share a project now; the history can be read anyway. `seq` is the head of the
 * caller's own topic: events up to it are included (`applyChatEvent` skips them).
 */
export const conversationSchema = z.object({
  id: idSchema,
  participants: z.array(personSchema).length(2),
  unreadCount: z.number().int().nonnegative(),
  lastMessage: messageSchema.nullable(),
  readBy: z.array(readPositionSchema),
  canSend: z.boolean(),
  createdAt: timestampSchema,
  seq: z.number().int().nonnegative(),
});
export type Conversation = z.infer<typeof conversationSchema>;

/**
 * `GET /api/chat/conversations`: the caller's, latest message first; within the same millisecond, greater id first.
 */
export const conversationListSchema = z.array(conversationSchema);

/**
 * `GET /api/chat/conversations/:id/messages?before=&limit=` → the last `limit` messages (1–200, default 50) before
 * that message, or of all; oldest first. Fewer than `limit`: there are no earlier ones.
 */
export const messagesQuerySchema = z.object({
  before: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const messageListSchema = z.array(messageSchema);

/** A person who shares a project with the caller, and whether they are connected now. */
export const bandmateSchema = z.object({
  userId: idSchema,
  name: z.string(),
  avatarUrl: z.string().nullable(),
  isOnline: z.boolean(),
});
export type Bandmate = z.infer<typeof bandmateSchema>;

/**
 * `GET /api/presence`: everyone who shares a project with the caller. A client connects first, then reads this;
 * `chat:presence` carries later changes. An event that arrives during the read is newer than its answer.
 */
export const presenceSchema = z.array(bandmateSchema);
