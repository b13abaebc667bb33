import * as z from 'zod';
import { idSchema, sha256Schema, timestampSchema } from './id.ts';
import { openEnum } from './open-enum.ts';
import { personSchema } from './user.ts';

/** Audio → CUT, ZIP → STEM, image → IMAGE; decided by the content, not by the name. */
export const fileTypeSchema = z.enum(['CUT', 'STEM', 'IMAGE']);
export type FileType = z.infer<typeof fileTypeSchema>;

/** The sound as its container describes it. `bitDepth` is null where the codec has none (MP3, AAC, Opus). */
export const audioFactsSchema = z.object({
  durationSeconds: z.number().nonnegative(),
  sampleRate: z.number().int().positive(),
  channels: z.number().int().positive(),
  bitDepth: z.number().int().positive().nullable(),
});
export type AudioFacts = z.infer<typeof audioFactsSchema>;

/**
 * One version of a cut's material. `size` in bytes; `url` is a path on the server that only members may read
 * (`GET /api/files/:id/download`, Range supported). Later `createdAt` = later version.
 */
export const fileSchema = z.object({
  id: idSchema,
  name: z.string(),
  type: openEnum(fileTypeSchema),
  size: z.number().int().nonnegative(),
  mimeType: z.string(),
  url: z.string(),
  uploadedBy: personSchema,
  createdAt: timestampSchema,
  projectId: idSchema,
  cutId: idSchema,
  sha256: sha256Schema,
  audio: audioFactsSchema.optional(),
});
export type File = z.infer<typeof fileSchema>;

/** `GET /api/files/storage`: the size of the caller's files, in bytes. */
export const storageSchema = z.object({
  totalSize: z.number().int(),
  fileCount: z.number().int(),
  breakdown: z.object({
    audio: z.object({ size: z.number().int(), count: z.number().int() }),
    stems: z.object({ size: z.number().int(), count: z.number().int() }),
    images: z.object({ size: z.number().int(), count: z.number().int() }),
  }),
});
export type Storage = z.infer<typeof storageSchema>;
