import * as z from 'zod';
import { commentSchema, commentTextSchema, momentSchema } from './comment.ts';
import { fileTypeSchema } from './file.ts';
import { idSchema, timestampSchema } from './id.ts';
import { openEnum } from './open-enum.ts';
import { personSchema } from './user.ts';

/** The token of a link: 256 random bits in base64url. The server keeps only its SHA-256. */
export const shareTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is not a token');

export const sharePasswordSchema = z
  .string()
  .min(4, 'must have at least 4 characters')
  .max(128, 'must be at most 128 characters');

/**
 * The rights of guests to comments. `own`: they write them and read those of this link's guests, with the answers; `all`:
 * they also read what members wrote on the versions that they hear.
 */
export const shareCommentsSchema = z.enum(['off', 'own', 'all']);
export type ShareComments = z.infer<typeof shareCommentsSchema>;

/** `song`: always the latest version of a cut. `group`, `project`: a playlist of the latest main mixes. */
export const shareKindSchema = z.enum(['file', 'song', 'group', 'project']);
export type ShareKind = z.infer<typeof shareKindSchema>;

/** The body of `POST /api/files/:id/share`, and of the same for a cut, vibe or project. */
export const shareCreateSchema = z.object({
  expiresInDays: z.number().int().min(1).max(365).default(30),
  password: sharePasswordSchema.optional(),
  comments: shareCommentsSchema.default('off'),
  mayDownload: z.boolean().default(true),
  /** Of a song, group or project: whether versions before the latest one can be heard too. */
  allVersions: z.boolean().default(false),
});

/** The body of `PATCH /api/shares/:id`: only what is there changes. */
export const shareUpdateSchema = z.object({
  comments: shareCommentsSchema.optional(),
  mayDownload: z.boolean().optional(),
});

/** The answer to a `POST` that creates a link, the only one that carries the token. */
export const createdShareSchema = z.object({
  id: idSchema,
  shareUrl: z.url(),
  token: shareTokenSchema,
  expiresAt: timestampSchema,
});
export type CreatedShare = z.infer<typeof createdShareSchema>;

/**
 * An active link, as the members of its project see it. Absent fields: the server is of an earlier version, where every
 * link is to a file. `cutId` is also that of the file. `opens` and `plays`: how often it was opened and a sound of it
 * played, each counted once an hour for an address, which isn't kept.
 */
export const shareSchema = z.object({
  id: idSchema,
  fileId: idSchema.nullable(),
  createdBy: personSchema,
  createdAt: timestampSchema,
  expiresAt: timestampSchema,
  needsPassword: z.boolean(),
  kind: openEnum(shareKindSchema).optional(),
  /** Of the file, song, group or project. */
  name: z.string().optional(),
  cutId: idSchema.nullable().optional(),
  vibeId: idSchema.nullable().optional(),
  comments: openEnum(shareCommentsSchema).optional(),
  mayDownload: z.boolean().optional(),
  allVersions: z.boolean().optional(),
  opens: z.number().int().nonnegative().optional(),
  plays: z.number().int().nonnegative().optional(),
  lastOpenedAt: timestampSchema.nullable().optional(),
});
export type Share = z.infer<typeof shareSchema>;

/** A version that the link lets people hear, or a file that isn't sound. `label`: such as `v3`. */
export const sharedVersionSchema = z.object({
  fileId: idSchema,
  name: z.string(),
  type: openEnum(fileTypeSchema),
  label: z.string(),
  note: z.string().optional(),
  size: z.number().int().nonnegative(),
  durationSeconds: z.number().nonnegative().nullable(),
  createdAt: timestampSchema,
  /** Of its compressed copy (`/listen`), in bytes; absent while there is none. */
  compressedSize: z.number().int().positive().optional(),
});
export type SharedVersion = z.infer<typeof sharedVersionSchema>;

/** A song of a link, with its versions, newest first. */
export const sharedSongSchema = z.object({
  id: idSchema,
  name: z.string(),
  versions: z.array(sharedVersionSchema).min(1),
});
export type SharedSong = z.infer<typeof sharedSongSchema>;

/**
 * Everything that a holder of the link may know. `name`, `type`, `size` (bytes) and `durationSeconds` (null if it isn't
 * sound) are those of the first file. While it `isLocked`, because the password was not given, all of it is empty.
 */
export const sharedFileSchema = z.object({
  name: z.string(),
  type: openEnum(fileTypeSchema),
  size: z.number().int().nonnegative(),
  durationSeconds: z.number().nonnegative().nullable(),
  expiresAt: timestampSchema,
  needsPassword: z.boolean(),
  isLocked: z.boolean(),
  kind: openEnum(shareKindSchema),
  /** Of the song, group or project. */
  title: z.string(),
  /** The name of the member who shares it. */
  sharedBy: z.string(),
  comments: openEnum(shareCommentsSchema),
  mayDownload: z.boolean(),
  songs: z.array(sharedSongSchema),
  /** As `shareChangesSchema` has it. */
  revision: z.string(),
});
export type SharedFile = z.infer<typeof sharedFileSchema>;

/** `GET /api/share/:token/changes`: another `revision` means that there is something new to read. Open pages ask often. */
export const shareChangesSchema = z.object({ revision: z.string() });
export type ShareChanges = z.infer<typeof shareChangesSchema>;

/** The body of `POST /api/share/:token/unlock`. */
export const shareUnlockSchema = z.object({ password: z.string().min(1).max(128) });

/**
 * The body of `POST /api/share/:token/comments`. `id` is made by the client, and a repetition changes nothing. `key` is a
 * secret of the guest's browser that tells two guests of one name apart.
 */
export const guestCommentSchema = z.object({
  id: idSchema,
  key: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/, 'is not a key'),
  name: z.string().trim().min(1, 'must not be empty').max(60, 'must be at most 60 characters'),
  fileId: idSchema,
  text: commentTextSchema,
  timestamp: momentSchema,
  endTimestamp: momentSchema.optional(),
});
export type GuestComment = z.infer<typeof guestCommentSchema>;

/**
 * `GET /api/share/:token/comments?fileId=…`: those that guests of the link may read on that version. The ids of people are
 * made up for this link, and there are neither pictures nor mentions nor reactions.
 */
export const sharedCommentsSchema = z.object({ comments: z.array(commentSchema) });
export type SharedComments = z.infer<typeof sharedCommentsSchema>;
export const sharedCommentsQuerySchema = z.object({ fileId: idSchema });
