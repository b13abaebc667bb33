import * as z from 'zod';
import { fileTypeSchema } from './file.ts';
import { idSchema, timestampSchema } from './id.ts';
import { openEnum } from './open-enum.ts';
import { personSchema } from './user.ts';

/** The token of a link: 256 random bits in base64url. The server keeps only its SHA-256. */
export const shareTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is not a token');

export const sharePasswordSchema = z
  .string()
  .min(4, 'must have 4 characters at least')
  .max(128, 'must be 128 characters at most');

/** The body of `POST /api/files/:id/share`. */
export const shareCreateSchema = z.object({
  expiresInDays: z.number().int().min(1).max(365).default(30),
  password: sharePasswordSchema.optional(),
});

/** Its answer, the only one that ever has the token. */
export const createdShareSchema = z.object({
  id: idSchema,
  shareUrl: z.url(),
  token: shareTokenSchema,
  expiresAt: timestampSchema,
});
export type CreatedShare = z.infer<typeof createdShareSchema>;

/** A link that is good now, as the members of its project see it. */
export const shareSchema = z.object({
  id: idSchema,
  fileId: idSchema,
  createdBy: personSchema,
  createdAt: timestampSchema,
  expiresAt: timestampSchema,
  needsPassword: z.boolean(),
});
export type Share = z.infer<typeof shareSchema>;

/**
 * All that whoever has the link may know. `size` in bytes; `durationSeconds` null for what is no sound; `isLocked` until
 * the password, if there is one, has been given.
 */
export const sharedFileSchema = z.object({
  name: z.string(),
  type: openEnum(fileTypeSchema),
  size: z.number().int().nonnegative(),
  durationSeconds: z.number().nonnegative().nullable(),
  expiresAt: timestampSchema,
  needsPassword: z.boolean(),
  isLocked: z.boolean(),
});
export type SharedFile = z.infer<typeof sharedFileSchema>;

/** The body of `POST /api/share/:token/unlock`. */
export const shareUnlockSchema = z.object({ password: z.string().min(1).max(128) });
