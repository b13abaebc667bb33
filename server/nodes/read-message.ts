import * as z from 'zod';
import type { Hint } from './bus.ts';

/** The content of one NOTIFY. `at`: the sender's monotonic clock. `proof`: see `hearing-proof.ts`. */
export type Message = { from: string; clock: number; at: number; hints: Hint[]; proof?: number | undefined };

const ids = z.array(z.string());
const changeSchemas = [
  z.object({ kind: z.literal('leave-project'), projectId: z.string(), userId: z.string() }),
  z.object({ kind: z.literal('close-project'), projectId: z.string() }),
  z.object({ kind: z.literal('reopen-project'), projectId: z.string() }),
  z.object({ kind: z.literal('met'), userId: z.string(), otherIds: ids }),
  z.object({ kind: z.literal('parted'), userId: z.string(), otherIds: ids }),
] as const;
const eventSchema = z.object({
  name: z.string(),
  payload: z.unknown(),
  position: z.object({ topic: z.string(), seq: z.number() }),
});
const hintSchemas = [
  z.object({
    kind: z.literal('committed'),
    heads: z.record(z.string(), z.number()),
    changes: z.array(orOfLaterVersion(changeSchemas)),
    events: z.array(eventSchema).optional(),
  }),
  z.object({
    kind: z.literal('moment'),
    room: z.string().nullable(),
    name: z.string(),
    payload: z.unknown(),
  }),
  z.object({ kind: z.literal('presence'), userIds: ids }),
  z.object({
    ...{ kind: z.literal('typing'), to: z.string(), conversationId: z.string() },
    ...{ userId: z.string(), isTyping: z.boolean() },
  }),
  z.object({ kind: z.literal('session-ended'), sessionId: z.string() }),
  z.object({ kind: z.literal('uncompared'), cutIds: ids }),
  z.object({
    ...{ kind: z.literal('call'), to: z.string(), id: z.string() },
    ...{ method: z.string(), input: z.unknown() },
  }),
  z.object({ kind: z.literal('answer'), to: z.string(), id: z.string(), answer: z.unknown() }),
  z.object({ kind: z.literal('lost') }),
] as const;
const messageSchema = z.object({
  from: z.string(),
  clock: z.number(),
  at: z.number(),
  hints: z.array(orOfLaterVersion(hintSchemas)),
  proof: z.number().optional(),
});

type Kinds = readonly [
  z.ZodObject<{ kind: z.ZodLiteral<string> }>,
  ...z.ZodObject<{ kind: z.ZodLiteral<string> }>[],
];

/** One of these, or of a kind that only a later version knows: its readers ignore that one. */
function orOfLaterVersion(known: Kinds) {
  const kinds = new Set(known.map(({ shape }) => shape.kind.value));
  const later = z.object({ kind: z.string().refine((kind) => !kinds.has(kind)) });
  return z.union([z.discriminatedUnion('kind', known), later]);
}

/** Null if no version of this program can have sent it: everybody on the database may notify. */
export function readMessage(payload: string): Message | null {
  try {
    const read = messageSchema.safeParse(JSON.parse(payload));
    return read.success ? (read.data as Message) : null;
  } catch {
    return null;
  }
}
