import * as z from 'zod';
import { type ErrorKind, errorKindSchema, knownKind } from './error.ts';
import { type Position, positionSchema } from './event.ts';
import { idSchema } from './id.ts';
import { openEnum } from './open-enum.ts';

/** The largest command that a client may queue and the server accepts, in bytes of JSON. */
export const maximumCommandBytes = 64 * 1024;

/**
 * `POST /api/commands`: up to 100, run in order. The client makes one `operationId` for each intent. Sending it again
 * returns the stored answer and changes nothing. Once the server no longer keeps the answer (after 90 days by default),
 * an operation that was applied is answered `ok` with a `result` of null.
 */
export const commandBatchSchema = z.object({
  operations: z
    .array(z.object({ operationId: idSchema, kind: z.string(), payload: z.unknown() }))
    .min(1)
    .max(100),
});
export type CommandBatch = z.infer<typeof commandBatchSchema>;

/**
 * `positions`: the log positions of the operation's events, in order, on the topics that its sender may read (the
 * project's and their own, never another person's). A client that has applied the log this far shows the effect.
 * Empty if nothing changed; absent if unknown (answers stored before version 9, or no longer kept).
 */
export const commandAnswerSchema = z.discriminatedUnion('ok', [
  z.object({
    operationId: idSchema,
    ok: z.literal(true),
    result: z.unknown(),
    /** A later version may name topics of other kinds. */
    positions: z.array(positionSchema.extend({ topic: z.string() })).optional(),
  }),
  z.object({
    operationId: idSchema,
    ok: z.literal(false),
    kind: openEnum(errorKindSchema),
    message: z.string(),
    /** Of the kind, for a client that doesn't know it (`knownKind`). */
    statusCode: z.number().int().optional(),
  }),
]);
type WireCommandAnswer = z.infer<typeof commandAnswerSchema>;
export type CommandAnswer =
  | { operationId: string; ok: true; result: unknown; positions?: Position[] | undefined }
  | { operationId: string; ok: false; kind: ErrorKind; message: string };

/**
 * An answer as a client reads it: without positions on topics that this version doesn't know, and with the known kind
 * of the same status for a kind of a later version.
 */
export function readCommandAnswer(answer: WireCommandAnswer): CommandAnswer {
  if (!answer.ok) return { ...answer, kind: knownKind(answer.kind, answer.statusCode) };
  const positions = answer.positions?.flatMap((one) => positionSchema.safeParse(one).data ?? []);
  return { ...answer, positions };
}

/** One answer for each operation, in the same order. A refusal doesn't stop the operations after it. */
export const commandBatchAnswerSchema = z.object({ answers: z.array(commandAnswerSchema) });
export type CommandBatchAnswer = z.infer<typeof commandBatchAnswerSchema>;
