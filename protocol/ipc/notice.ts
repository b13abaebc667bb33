import * as z from 'zod';
import { idSchema } from '../wire/id.ts';

/**
 * Something that happened to this machine's data and that the user has to know. Kept until it is dismissed, also over a
 * restart. `message` is a sentence or two for the screen. A second notice of a `kind` replaces the first.
 */
export const noticeSchema = z.object({
  id: idSchema,
  kind: z.enum([
    /** The file of pending changes was damaged; everything that could be read was saved. */
    'outbox-salvaged',
    /** The same for bound folders and transfers. */
    'bounces-salvaged',
    /** The cache was damaged and is being downloaded again. */
    'cache-rebuilt',
    /** The cache differed from the server and was downloaded again. */
    'state-healed',
    'disk-full',
    /** Somebody signed in to this account on another device. */
    'new-sign-in',
  ]),
  message: z.string(),
  /** Milliseconds of Unix time. */
  createdAt: z.number(),
});
export type Notice = z.infer<typeof noticeSchema>;
export type NoticeKind = Notice['kind'];
