import * as z from 'zod';
import { fileSchema } from './file.ts';
import { idSchema, nameSchema, sha256Schema } from './id.ts';

/** Default largest file, in bytes (8 GiB). Over the server's own limit a reservation is refused with 413. */
export const defaultMaximumFileBytes = 8 * 1024 ** 3;

/** A vibe by its id, or the project's vibe of that name (trimmed, ignoring case), which is made if it is missing. */
const vibeTargetSchema = z.union([z.object({ id: idSchema }), z.object({ name: nameSchema })]);

/**
 * The target of an upload. `cut`: a new version in that cut. `new-cut`: the commit makes a cut with this id and name in
 * that vibe. `song`: a new version of the project's cut of the song in the file's name; if there is no such cut, the
 * commit makes one with this id, in that vibe or else in the vibe of the song.
 */
export const uploadTargetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cut'), cutId: idSchema }),
  z.object({
    kind: z.literal('new-cut'),
    projectId: idSchema,
    cutId: idSchema,
    cutName: nameSchema,
    vibe: vibeTargetSchema,
  }),
  z.object({
    kind: z.literal('song'),
    projectId: idSchema,
    cutId: idSchema,
    vibe: vibeTargetSchema.optional(),
  }),
]);
export type UploadTarget = z.infer<typeof uploadTargetSchema>;

/**
 * A file's name as its sender reads it, where that differs from the default (a folder has rules of its own). What is
 * left out isn't in the name. `isCertain`: false if the name may as well be a title as a whole.
 */
export const songInNameSchema = z.object({
  title: nameSchema,
  alternate: nameSchema.optional(),
  label: nameSchema.optional(),
  note: nameSchema.optional(),
  part: nameSchema.optional(),
  isStem: z.boolean().optional(),
  isCertain: z.boolean().optional(),
});
export type SongInName = z.infer<typeof songInNameSchema>;

/**
 * `POST /api/uploads/reserve`. The client makes one `uploadKey` for each upload: the same key always returns the same
 * row. `size` in bytes. `onlyIfNew`: if the project already holds these bytes, nothing is added and the answer names the
 * file that has them (for watched folders; not for files dropped on a cut). `song`: without it, the server reads the name.
 * Errors: `invalid`, `not-found`, `forbidden`, `too-large`, `conflict` (key used
 * for another file), `no-space`.
 */
export const reserveSchema = z.object({
  uploadKey: idSchema,
  name: nameSchema,
  size: z.number().int().positive('is empty'),
  sha256: sha256Schema,
  target: uploadTargetSchema,
  song: songInNameSchema.optional(),
  onlyIfNew: z.boolean().default(false),
});
export type Reserve = z.input<typeof reserveSchema>;

/** A version's cut, and its number among the versions of that cut. */
const versionPlaceSchema = z.object({ cutName: z.string(), number: z.number().int().positive() });
export type VersionPlace = z.infer<typeof versionPlaceSchema>;

/**
 * The server's row of an upload. `reserved`: bytes are missing, PATCH them to `tusUrl` (a path on the server; tus
 * 1.0.0; HEAD returns the offset; never POST a new one). `transferred`: all bytes are there, commit. `committed`:
 * `file` is visible to the band; `added` is false if its bytes were already there and nothing new was made; `version` is absent for
 * stems and pictures.
 */
export const uploadSchema = z.discriminatedUnion('state', [
  z.object({
    id: idSchema,
    uploadKey: idSchema,
    state: z.literal('reserved'),
    tusUrl: z.string(),
    offset: z.number().int(),
  }),
  z.object({ id: idSchema, uploadKey: idSchema, state: z.literal('transferred'), tusUrl: z.string() }),
  z.object({
    id: idSchema,
    uploadKey: idSchema,
    state: z.literal('committed'),
    file: fileSchema,
    added: z.boolean(),
    version: versionPlaceSchema.optional(),
  }),
]);
export type Upload = z.infer<typeof uploadSchema>;

/** `note`: what the version is about, in place of the note in its name. */
export const commitSchema = z.object({ note: nameSchema.optional() });
export type CommitWish = z.infer<typeof commitSchema>;

/**
 * `POST /api/uploads/:id/commit` (a `commitSchema`, or no body) → Upload in state `committed`. Verifies size and SHA-256, stores the
 * bytes and makes file (and cut, and vibe) visible in one transaction; repeated, it returns the same answer. Errors:
 * `incomplete` (bytes are missing), `hash-mismatch` (the stored bytes are dropped, transfer again from zero),
 * `unsupported-type`, `not-found` (the target is gone), `forbidden`, `no-space`.
 */
export const commitAnswerSchema = uploadSchema.options[2];
export type CommitAnswer = z.infer<typeof commitAnswerSchema>;
