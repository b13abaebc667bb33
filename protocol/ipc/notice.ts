import * as z from 'zod';
import { idSchema } from '../wire/id.ts';

/**
 * Something that happened to what this machine keeps and that a person has to know, told once and kept until it is
 * dismissed, also over a restart. `message` is a sentence or two, fit to be shown. `kind` groups what may recur: a
 * second one of a kind takes the place of the first.
 */
export const noticeSchema = z.object({
  id: idSchema,
  kind: z.enum([
    /** What waited to be sent was on a damaged disk or file; what could be read goes on. */
    'outbox-salvaged',
    /** The same for bound folders and transfers. */
    'bounces-salvaged',
    /** What was seen of the band is read anew. */
    'cache-rebuilt',
    /** What is here was not what the server has, and was read anew. */
    'state-healed',
    'disk-full',
  ]),
  message: z.string(),
  /** Milliseconds of Unix time. */
  createdAt: z.number(),
});
export type Notice = z.infer<typeof noticeSchema>;
export type NoticeKind = Notice['kind'];
