import * as z from 'zod';
import type { Answer } from '../../protocol/ipc/bridge.ts';
import { commentTextSchema, momentSchema } from '../../protocol/wire/comment.ts';
import { idSchema } from '../../protocol/wire/id.ts';

/** The most bytes of one request. */
export const mostRequestBytes = 16 * 1024;

/**
 * The requests of other programs on this computer (docs/local-endpoint.md). Times are seconds from the start of the version's
 * sound. `version`: by default the newest one.
 */
export const requestSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('hello') }),
  z.strictObject({ do: z.literal('projects') }),
  z.strictObject({ do: z.literal('songs'), project: idSchema }),
  z.strictObject({ do: z.literal('current') }),
  z.strictObject({
    do: z.literal('points'),
    song: idSchema,
    version: idSchema.optional(),
    status: z.enum(['open', 'all']).default('open'),
    /** A revision that the caller has: if it is still that one, the points are left out. */
    since: z.string().max(64).optional(),
  }),
  z.strictObject({
    do: z.literal('comment'),
    /** The comment's id, made by the caller, so that a repeated request makes one comment. */
    comment: idSchema,
    song: idSchema,
    version: idSchema.optional(),
    seconds: momentSchema,
    endSeconds: momentSchema.optional(),
    text: commentTextSchema,
  }),
  z.strictObject({ do: z.literal('resolve'), point: idSchema }),
  z.strictObject({ do: z.literal('reopen'), point: idSchema }),
  z.strictObject({ do: z.literal('show'), song: idSchema, point: idSchema.optional() }),
]);
export type LocalRequest = z.infer<typeof requestSchema>;

/** Answers a request that may be anything. Never rejects. */
export type AnswerLocal = (request: unknown) => Promise<Answer<object>>;
