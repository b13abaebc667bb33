import * as z from 'zod';
import { idSchema, timestampSchema } from './id.ts';

/** A sign-in on a device: by its own words, `device` is e.g. `Firefox on Linux`. `address` is that of its last sign-in or renewal. */
export const startedSessionSchema = z.object({
  id: idSchema,
  device: z.string(),
  address: z.string(),
  createdAt: timestampSchema,
});
export type StartedSession = z.infer<typeof startedSessionSchema>;

/** A session as its owner sees it. `isCurrent`: the request came with it. `lastUsedAt` may be five minutes late. */
export const sessionSchema = startedSessionSchema.extend({
  lastUsedAt: timestampSchema,
  isCurrent: z.boolean(),
});
export type Session = z.infer<typeof sessionSchema>;

/** Last used first. */
export const sessionListSchema = z.array(sessionSchema);
