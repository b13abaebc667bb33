import * as z from 'zod';
import { attentionSchema } from '../wire/attention.ts';
import { idSchema } from '../wire/id.ts';
import { roomMessageListSchema } from '../wire/room-message.ts';

const nothing = z.null();

/** The calls of rooms, and of what the user wants to hear of projects. */
export const roomChannels = {
  /** With what the user chose and read offline; `attention.changed` follows. Changes are commands (`attention.setLevel`…). */
  'attention.read': { args: nothing, result: attentionSchema },
  /**
   * The messages of a project's room before that one, oldest first. The newest are in the project. Needs the network; a
   * message is sent with the command `room.send`.
   */
  'room.earlier': {
    args: z.object({ projectId: idSchema, before: idSchema }),
    result: z.object({ messages: roomMessageListSchema, hasEarlier: z.boolean() }),
  },
  /** The user has seen the room up to that message. Durable, and answered at once. */
  'room.read': { args: z.object({ projectId: idSchema, upTo: idSchema }), result: nothing },
} as const;
