import * as z from 'zod';
import { positionSchema } from '../wire/event.ts';
import { idSchema } from '../wire/id.ts';

/** A position that the cache had not reached when the answer came, in the epoch that the cache was in. */
const awaitedPositionSchema = positionSchema.extend({ epoch: z.string() });
export type AwaitedPosition = z.infer<typeof awaitedPositionSchema>;

/**
 * A change that the user made. `refused` stays until the user retries, edits or discards it: nothing is ever silently
 * dropped. What it was about is in `payload`, so it can be shown where it was made.
 *
 * `confirmed`: the server has applied it, and the cache has not reached all of `positions` yet. Until then the change is
 * still shown on top of what is cached. It is no longer pending, so it is neither listed nor counted.
 *
 * `mayHaveArrived`: it was sent, and no answer came, so the band may have it already. It can't be edited now, and
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
    z.object({ kind: z.literal('confirmed'), positions: z.array(awaitedPositionSchema).min(1) }),
  ]),
});
export type PendingOperation = z.infer<typeof pendingOperationSchema>;

export type ConfirmedState = Extract<PendingOperation['state'], { kind: 'confirmed' }>;
