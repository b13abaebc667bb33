import * as z from 'zod';
import { idSchema } from '../wire/id.ts';

/**
 * A change the user made that the server has not confirmed. `refused` stays until the user retries or discards it:
 * nothing is ever silently dropped.
 */
export const pendingOperationSchema = z.object({
  operationId: idSchema,
  kind: z.string(),
  payload: z.unknown(),
  projectId: idSchema.nullable(),
  createdAt: z.number(),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('queued') }),
    z.object({ kind: z.literal('sending') }),
    z.object({ kind: z.literal('refused'), errorKind: z.string(), message: z.string() }),
  ]),
});
export type PendingOperation = z.infer<typeof pendingOperationSchema>;
