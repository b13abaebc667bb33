import * as z from 'zod';
import { loudnessSchema } from '../wire/file.ts';
import { idSchema, sha256Schema } from '../wire/id.ts';

/** Why a file could not be shared; each reason has a sentence and a way out. */
export const transferFailureSchema = z.enum([
  'vanished',
  'unreadable',
  'unsupported-type',
  'too-large',
  'refused',
  'target-gone',
  'forbidden',
  'no-space',
  'corrupt-transfer',
  'server-error',
]);
export type TransferFailure = z.infer<typeof transferFailureSchema>;

/**
 * Every file from *seen* to *verified*. Rates in bytes per second, times in milliseconds of Unix time.
 *
 * `settling`: `writing` = a program has it open or it still grows; `incomplete` = its header and its length disagree;
 * `quiet` = complete, waiting out the settle time. `asking`: incomplete for ten minutes, the user decides.
 * `transferring` may overlap settling (`settled: false`): the commit waits for both. `waiting`: for the network, a
 * sign-in, the server or this machine's disk, or, on screens only, for the end of a recording; `retryAt` when known. `done`: the server has verified the SHA-256;
 * `duplicate` = the band already had these bytes; `version` = its number among the versions of the cut that the
 * transfer's `cutName` then names; `isStem` = it is a stem of a version.
 */
export const transferStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('seen') }),
  z.object({
    kind: z.literal('settling'),
    reason: z.enum(['writing', 'incomplete', 'quiet']),
    since: z.number(),
  }),
  z.object({ kind: z.literal('asking'), since: z.number() }),
  z.object({ kind: z.literal('hashing') }),
  z.object({ kind: z.literal('hashed') }),
  z.object({ kind: z.literal('reserved') }),
  z.object({
    kind: z.literal('transferring'),
    sent: z.number(),
    bytesPerSecond: z.number().nullable(),
    settled: z.boolean(),
  }),
  z.object({ kind: z.literal('transferred'), settled: z.boolean() }),
  z.object({ kind: z.literal('committing') }),
  z.object({
    kind: z.literal('done'),
    outcome: z.enum(['new-cut', 'new-version', 'duplicate']),
    cutId: idSchema,
    fileId: idSchema,
    at: z.number(),
    version: z.number().int().positive().optional(),
    isStem: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal('waiting'),
    for: z.enum(['network', 'sign-in', 'server', 'disk', 'recording']),
    message: z.string(),
    retryAt: z.number().nullable(),
  }),
  z.object({ kind: z.literal('paused') }),
  z.object({
    kind: z.literal('failed'),
    reason: transferFailureSchema,
    message: z.string(),
    hint: z.string(),
    retryable: z.boolean(),
  }),
]);
export type TransferState = z.infer<typeof transferStateSchema>;

/** One file on its way. `sent` of `size` bytes survive a restart; `bindingId` is null for a dropped file. */
export const transferSchema = z.object({
  id: idSchema,
  bindingId: idSchema.nullable(),
  projectId: idSchema,
  path: z.string(),
  name: z.string(),
  /** The destination, in words: vibe and cut names as known here. */
  vibeName: z.string().nullable(),
  /** The note of its version; absent or null: nothing was written here. */
  note: z.string().nullable().optional(),
  cutName: z.string(),
  cutId: idSchema,
  size: z.number(),
  sent: z.number(),
  sha256: sha256Schema.nullable(),
  seenAt: z.number(),
  state: transferStateSchema,
});
export type Transfer = z.infer<typeof transferSchema>;

/**
 * The loudness of a file on this machine, which may not be uploaded yet. `pending`: ask again when its transfer has changed. `none`: it has no
 * sound that can be read here; in a browser always, because the server measures it soon.
 */
export const transferLoudnessSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('measured'), loudness: loudnessSchema }),
  z.object({ kind: z.literal('pending') }),
  z.object({ kind: z.literal('none') }),
]);
export type TransferLoudness = z.infer<typeof transferLoudnessSchema>;
