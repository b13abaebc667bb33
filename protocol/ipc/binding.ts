import * as z from 'zod';
import { idSchema, nameSchema } from '../wire/id.ts';

/**
 * The vibe that a new cut goes into; a bounce of a song that has a cut becomes a version of it, in whatever vibe. `vibe`:
 * always that one. `vibe-name`: the vibe of that name, made if missing. `sub-folder`: named as the first folder below
 * the bound one; a file right in it falls back to the song's vibe. `song-name`: the song's vibe.
 */
export const routingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('vibe'), vibeId: idSchema }),
  z.object({ kind: z.literal('vibe-name'), name: nameSchema }),
  z.object({ kind: z.literal('sub-folder') }),
  z.object({ kind: z.literal('song-name') }),
]);
export type Routing = z.infer<typeof routingSchema>;

/**
 * A folder's own knowledge of the names in it, which comes before the usual reading. `title-word`: this word, or these words, belong to
 * the title. `never-stack`: a file of this name, without its extension and with `*` for any text, is a cut of its own.
 */
export const nameRuleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('title-word'), word: nameSchema }),
  z.object({ kind: z.literal('never-stack'), name: nameSchema }),
]);
export type NameRule = z.infer<typeof nameRuleSchema>;

export const folderRuleSchema = z.object({ id: idSchema, rule: nameRuleSchema });
export type FolderRule = z.infer<typeof folderRuleSchema>;

/** The reading of a file's name; null for a name that is never stacked. */
const readNameSchema = z
  .object({ title: z.string(), alternate: z.string().nullable(), label: z.string().nullable() })
  .nullable();

/** The effect of a rule on one of the newest files of its folder. */
export const rulePreviewSchema = z.object({
  name: z.string(),
  before: readNameSchema,
  after: readNameSchema,
});
export type RulePreview = z.infer<typeof rulePreviewSchema>;

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

/**
 * A bounce folder bound to a project. `stacking`: bounces of one song become versions of one cut; without it, each new
 * file is a cut of its own. `olderCount`: files that existed when it was bound and are still undecided.
 */
export const bindingSchema = z.object({
  id: idSchema,
  folder: z.string(),
  projectId: idSchema,
  routing: routingSchema,
  stacking: z.boolean(),
  rules: z.array(folderRuleSchema),
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
