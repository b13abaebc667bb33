import * as z from 'zod';
import { idSchema } from '../wire/id.ts';

/**
 * The space that cached and pinned sounds use on this disk, and may use, in bytes. `pinnedBytes` is the size of
 * everything pinned, downloaded or not: above the limit not all of it fits, and the pins say so.
 */
export const cacheUsageSchema = z.object({
  usedBytes: z.number().int().nonnegative(),
  limitBytes: z.number().int().nonnegative(),
  pinnedBytes: z.number().int().nonnegative(),
});
export type CacheUsage = z.infer<typeof cacheUsageSchema>;

/**
 * A project or cut whose sounds are kept on this disk. `files` and `bytes` count all of them, `kept…` those that
 * can be heard offline (bounces of this machine included). `waiting`: for the network, or the disk; `message` says why.
 * `no-room`: the limit is smaller than what is pinned; the newest sounds are kept.
 */
export const pinSchema = z.object({
  kind: z.enum(['project', 'cut']),
  id: idSchema,
  projectId: idSchema,
  files: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  keptFiles: z.number().int().nonnegative(),
  keptBytes: z.number().int().nonnegative(),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('kept') }),
    z.object({ kind: z.literal('fetching') }),
    z.object({ kind: z.literal('waiting'), message: z.string() }),
    z.object({ kind: z.literal('no-room') }),
  ]),
});
export type Pin = z.infer<typeof pinSchema>;
