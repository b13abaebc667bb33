import * as z from 'zod';
import { idSchema, timestampSchema } from './id.ts';
import { personSchema } from './user.ts';

/**
 * What a person types: 1 to 4,000 characters after trimming; lines are kept. Text is text: it is never parsed. Half a
 * character (a lone surrogate) becomes U+FFFD, as it would on its way through UTF-8.
 */
export const messageTextSchema = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(4000, 'must be 4,000 characters at most')
  .overwrite((text) => text.toWellFormed());

/** A direct message. Within a conversation each has a later `createdAt` than the one before it: that is their order. */
export const messageSchema = z.object({
  id: idSchema,
  conversationId: idSchema,
  sender: personSchema,
  text: z.string(),
  createdAt: timestampSchema,
});
export type Message = z.infer<typeof messageSchema>;

/** The last message that a participant has read, and its `createdAt`: what is not later than that is read. */
export const readPositionSchema = z.object({
  userId: idSchema,
  messageId: idSchema,
  upTo: timestampSchema,
});
export type ReadPosition = z.infer<typeof readPositionSchema>;

/**
 * What two people write to each other, as the caller sees it: there is one for each pair.
 *
 * `unreadCount` counts messages of the other one. `readBy` has an entry for each who has read anything, by user id. `canSend` is
 * whether they share a project now; if not, the history can still be read. `seq` is where the caller's own topic
 * stood: events of that topic up to there are contained (`applyChatEvent` skips them).
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
 * `GET /api/chat/conversations`: those of the caller, the one written in last first; of two that were in the same
 * millisecond the one with the greater id.
 */
export const conversationListSchema = z.array(conversationSchema);

/**
 * `GET /api/chat/conversations/:id/messages?before=&limit=` → the last `limit` messages (1–200, default 50) before
 * that one (its id), or of all; oldest first. Fewer than `limit` = there are no earlier ones.
 */
export const messagesQuerySchema = z.object({
  before: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const messageListSchema = z.array(messageSchema);

/** Someone with whom the caller shares a project, and whether they are connected now. */
export const bandmateSchema = z.object({
  userId: idSchema,
  name: z.string(),
  avatarUrl: z.string().nullable(),
  isOnline: z.boolean(),
});
export type Bandmate = z.infer<typeof bandmateSchema>;

/**
 * `GET /api/presence`: everyone with whom the caller shares a project. A socket that connects is told nothing: the
 * client connects, then reads this, and `chat:presence` says what changes. One that came while this was read is newer.
 */
export const presenceSchema = z.array(bandmateSchema);
