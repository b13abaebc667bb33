import * as z from 'zod';
import { idSchema } from '../wire/id.ts';

/**
 * A change the user made that the server has not confirmed. `refused` stays until the user retries, edits or discards
 * it: nothing is ever silently dropped. What it was about is in `payload`, so it can be shown where it was made.
 *
 * `mayHaveArrived`: it was sent, and no answer came: the band may have it already. It can't be edited now, and
 * discarding it may come too late.
 */
export const pendingOperationSchema = z.object({
  operationId: idSchema,
  kind: z.string(),
  payload: z.unknown(),
  projectId: idSchema.nullable(),
  createdAt: z.number(),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('queued'), mayHaveArrived: z.literal(true).optional() }),
    z.object({ kind: z.literal('sending') }),
    z.object({ kind: z.literal('refused'), errorKind: z.string(), message: z.string() }),
  ]),
});
export type PendingOperation = z.infer<typeof pendingOperationSchema>;
