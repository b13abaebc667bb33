import * as z from 'zod';
import { timestampSchema } from './id.ts';
import { topicSchema } from './topic.ts';

/** `GET /api/sync?topic=&since=&limit=`: the events after `since`, oldest first, at most `limit` (1–500, default 200). */
export const syncQuerySchema = z.object({
  topic: topicSchema,
  since: z.coerce.number().int().nonnegative(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type SyncQuery = z.infer<typeof syncQuerySchema>;

/**
 * `epoch` names this life of the database. It changes when a backup is restored; a client that sees another epoch than
 * its own starts from a snapshot. `reset`: `since` is older than the log or ahead of its head.
 */
export const syncAnswerSchema = z.union([
  z.object({
    epoch: z.string(),
    head: z.number().int().nonnegative(),
    events: z.array(
      z.object({
        seq: z.number().int().positive(),
        name: z.string(),
        payload: z.unknown(),
        at: timestampSchema,
      }),
    ),
  }),
  z.object({ reset: z.literal(true), epoch: z.string(), head: z.number().int().nonnegative() }),
]);
export type SyncAnswer = z.infer<typeof syncAnswerSchema>;

/** `GET /api/sync/heads`: the head of each topic that the caller may read, so that a client notices a lost poke. */
export const headsSchema = z.object({
  epoch: z.string(),
  heads: z.record(z.string(), z.number().int().nonnegative()),
});
export type Heads = z.infer<typeof headsSchema>;

/** `GET /api/sync/state?topic=project:<id>`. A person's own topic has no such state. */
export const stateQuerySchema = z.object({
  topic: z.templateLiteral(['project:', z.string().min(1).max(64)], 'must be a project’s'),
});

/**
 * The hash of a project at `seq` of its topic in `epoch` (`hashProject` in `protocol/state/state-hash.ts`). A client at
 * the same position compares it with its own: if they differ, one of the two is wrong, and the client reads a snapshot.
 * Only for clients of the same `protocolVersion`: others know more or fewer fields.
 */
export const projectStateSchema = z.object({
  epoch: z.string(),
  seq: z.number().int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{16}$/),
  protocolVersion: z.number().int(),
});
export type ProjectState = z.infer<typeof projectStateSchema>;
