import * as z from 'zod';
import {
  attentionLevelSchema,
  mailLevelSchema,
  projectAttentionSchema,
  quietHoursSchema,
} from './attention.ts';
import { conversationSchema, messageSchema, messageTextSchema } from './chat.ts';
import { mostMentions, reactionKindSchema } from './comment.ts';
import { idSchema } from './id.ts';
import { pictureSchema } from './picture.ts';
import { roomMessageSchema } from './room-message.ts';
import { personSchema } from './user.ts';

/** The commands of conversations, rooms, attention and the account: payload and result, as in `commandSchemas`. */
export const talkCommandSchemas = {
  /**
   * The conversation with that person: the existing one, or a new one (with this id, if given). Starting one takes a
   * shared project; an existing one can always be opened.
   */
  'conversation.open': {
    payload: z.object({ id: idSchema.optional(), userId: idSchema }),
    result: conversationSchema,
  },
  /**
   * `forbidden` if the two no longer share a project; `rate-limited` above 120 a minute. With a `userId` it goes to that
   * person: into the conversation with them or, if there is none, a new one with that `conversationId`. So a first
   * message can be written offline.
   */
  'message.send': {
    payload: z.object({
      id: idSchema,
      conversationId: idSchema,
      userId: idSchema.optional(),
      text: messageTextSchema,
    }),
    result: messageSchema,
  },
  /**
   * The caller has read up to that message, or all of them. Never moves back. `chat:read` goes to the other participant and
   * to the caller's other devices once nothing is left unread.
   */
  'conversation.read': {
    payload: z.object({ conversationId: idSchema, upTo: idSchema.optional() }),
    result: conversationSchema,
  },

  /** Writes in the project's room. The mentioned are notified. `rate-limited` above 120 a minute. */
  'room.send': {
    payload: z.object({
      id: idSchema,
      projectId: idSchema,
      text: messageTextSchema,
      mentions: z.array(idSchema).max(mostMentions).optional(),
    }),
    result: roomMessageSchema,
  },
  /** Gives a message of the room a reaction, or takes it back. */
  'room.react': {
    payload: z.object({
      id: idSchema,
      projectId: idSchema,
      reaction: reactionKindSchema,
      isGiven: z.boolean(),
    }),
    result: roomMessageSchema,
  },
  /** The caller has read the room up to that message, or all of it. Never moves back. */
  'room.read': {
    payload: z.object({ projectId: idSchema, upTo: idSchema.optional() }),
    result: projectAttentionSchema,
  },
  'attention.setLevel': {
    payload: z.object({ projectId: idSchema, level: attentionLevelSchema }),
    result: projectAttentionSchema,
  },
  /** Mail goes to confirmed addresses only, and from servers that send mail. */
  'attention.setMail': {
    payload: z.object({ projectId: idSchema, mail: mailLevelSchema }),
    result: projectAttentionSchema,
  },
  /** Null: the caller has no picture any more. */
  'account.update': {
    payload: z.object({ picture: pictureSchema.nullable() }),
    result: personSchema,
  },
  /** Null: none. */
  'attention.setQuietHours': {
    payload: z.object({ quietHours: quietHoursSchema.nullable() }),
    result: z.object({ quietHours: quietHoursSchema.nullable() }),
  },
} as const;
