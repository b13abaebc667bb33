import * as z from 'zod';
import { idSchema, timestampSchema } from './id.ts';
import { personSchema } from './user.ts';

/** A direct message between two people who share a project. */
export const messageSchema = z.object({
  id: idSchema,
  conversationId: idSchema,
  sender: personSchema,
  text: z.string(),
  createdAt: timestampSchema,
});
export type Message = z.infer<typeof messageSchema>;
