import * as z from 'zod';
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

/** The body of `POST /api/files/:id/share`. */
export const shareCreateSchema = z.object({
  expiresInDays: z.number().int().min(1).max(365).default(30),
  password: sharePasswordSchema.optional(),
});

/** Its answer, the only one that carries the token. */
export const createdShareSchema = z.object({
  id: idSchema,
  shareUrl: z.url(),
  token: shareTokenSchema,
  expiresAt: timestampSchema,
});
export type CreatedShare = z.infer<typeof createdShareSchema>;

/** An active link, as the members of its project see it. */
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
 * Everything that a holder of the link may know. `size` in bytes; `durationSeconds` is null if it isn't sound; `isLocked`
 * until the password, if there is one, was given.
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
