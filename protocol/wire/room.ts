import * as z from 'zod';
import { errorKindSchema } from './error.ts';
import { idSchema } from './id.ts';
import { openEnum } from './open-enum.ts';

/** Client → server events. Acknowledgements are optional: plain clients ask for none and get none. */
export const helloSchema = z.object({});
export const joinProjectSchema = z.object({ projectId: idSchema });
export const leaveProjectSchema = z.object({ projectId: idSchema });
export const sendTypingSchema = z.object({ conversationId: idSchema, isTyping: z.boolean() });

/**
 * Answer to `join:project`. After `ok: true` every event with `seq > head` is poked to this socket; events up
 * to `head` must be read from the log (subscribe first, then read).
 */
export const joinAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), epoch: z.string(), head: z.number().int().nonnegative() }),
  z.object({ ok: z.literal(false), kind: openEnum(errorKindSchema), message: z.string() }),
]);
export type JoinAnswer = z.infer<typeof joinAnswerSchema>;

/**
 * Answer to `hello`, which a client sends to learn which database it is connected to, or whether the connection is still
 * alive. Every event committed before the answer was made reaches the socket before the answer.
 */
export const helloAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), epoch: z.string(), protocolVersion: z.number().int() }),
  z.object({ ok: z.literal(false), kind: errorKindSchema, message: z.string() }),
]);
export type HelloAnswer = z.infer<typeof helloAnswerSchema>;
