import * as z from 'zod';
import { idSchema, nameSchema } from '../wire/id.ts';

/**
 * How a bounce finds its vibe. `vibe`: always that one. `vibe-name`: the vibe of that name, made if missing.
 * `sub-folder`: named as the first folder below the bound one; a file right in it falls back to the song's name.
 * `song-name`: from the file name without its version marks (`Sunset Groove v3 rough` → `Sunset Groove`).
 */
export const routingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('vibe'), vibeId: idSchema }),
  z.object({ kind: z.literal('vibe-name'), name: nameSchema }),
  z.object({ kind: z.literal('sub-folder') }),
  z.object({ kind: z.literal('song-name') }),
]);
export type Routing = z.infer<typeof routingSchema>;

/**
 * The state of a bound folder's watcher. `missing` begins within 5 s of the folder's disappearance and ends when the
 * folder is back. `error` carries a sentence with what to do (e.g. about the system's watch limit).
 */
export const bindingStatusSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('starting') }),
  z.object({ kind: z.literal('watching'), polling: z.boolean() }),
  z.object({ kind: z.literal('paused') }),
  z.object({ kind: z.literal('missing'), since: z.number() }),
  z.object({ kind: z.literal('error'), message: z.string() }),
]);
export type BindingStatus = z.infer<typeof bindingStatusSchema>;

/** A bounce folder bound to a project. `olderCount`: files that existed when it was bound and are still undecided. */
export const bindingSchema = z.object({
  id: idSchema,
  folder: z.string(),
  projectId: idSchema,
  routing: routingSchema,
  paused: z.boolean(),
  status: bindingStatusSchema,
  olderCount: z.number().int(),
  createdAt: z.number(),
});
export type Binding = z.infer<typeof bindingSchema>;

/** A file that existed before its folder was bound. `modifiedAt` in milliseconds of Unix time, `size` in bytes. */
export const olderBounceSchema = z.object({
  path: z.string(),
  /** Path below the bound folder, with `/` on every system. */
  relativePath: z.string(),
  size: z.number(),
  modifiedAt: z.number(),
});
export type OlderBounce = z.infer<typeof olderBounceSchema>;
