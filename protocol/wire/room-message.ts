import * as z from 'zod';
import { reactionSchema } from './comment.ts';
import { idSchema, timestampSchema } from './id.ts';
import { personSchema } from './user.ts';

/**
 * The comment that was made from a message last, as it was made. It may have been deleted, or moved with its file, since.
 */
export const messagePointSchema = z.object({
  commentId: idSchema,
  cutId: idSchema,
  fileId: idSchema.nullable(),
});
export type MessagePoint = z.infer<typeof messagePointSchema>;

/**
 * A message in a project's room, which all members read, later ones too. Within a room `createdAt` rises from message to
 * message and gives their order. `mentions` is absent if it mentions nobody.
 */
export const roomMessageSchema = z.object({
  id: idSchema,
  projectId: idSchema,
  sender: personSchema,
  text: z.string(),
  mentions: z.array(idSchema).optional(),
  createdAt: timestampSchema,
  reactions: z.array(reactionSchema).optional(),
  point: messagePointSchema.optional(),
});
export type RoomMessage = z.infer<typeof roomMessageSchema>;

/** How many messages of a room are in a project's snapshot. */
export const newestRoomMessages = 50;

/**
 * The newest messages of a project's room, oldest first, in the project's snapshot; absent if nothing was written.
 * `hasEarlier`: `GET /api/projects/:id/messages?before=` has the ones before.
 */
export const roomSchema = z.object({
  messages: z.array(roomMessageSchema).max(newestRoomMessages),
  hasEarlier: z.boolean(),
});
export type Room = z.infer<typeof roomSchema>;

/** The answer of `GET /api/projects/:id/messages?before=&limit=`, which is asked like a conversation's messages. */
export const roomMessageListSchema = z.array(roomMessageSchema);
