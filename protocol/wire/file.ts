import * as z from 'zod';
import { idSchema, sha256Schema, timestampSchema } from './id.ts';
import { musicSchema } from './music.ts';
import { openEnum } from './open-enum.ts';
import { personSchema } from './user.ts';

/** Audio → CUT, ZIP → STEM, image → IMAGE, decided by the content; sound that is a stem → STEM. */
export const fileTypeSchema = z.enum(['CUT', 'STEM', 'IMAGE']);
export type FileType = z.infer<typeof fileTypeSchema>;

/** The sound as its container describes it. `bitDepth` is null where the codec has none (MP3, AAC, Opus). */
export const audioFactsSchema = z.object({
  durationSeconds: z.number().nonnegative(),
  sampleRate: z.number().int().positive(),
  channels: z.number().int().positive(),
  bitDepth: z.number().int().positive().nullable(),
  /** The facts about the music that the container states, if any. */
  music: musicSchema.optional(),
});
export type AudioFacts = z.infer<typeof audioFactsSchema>;

/**
 * Loudness by ITU-R BS.1770-5 and EBU R128, over the whole file: `integrated`, `maximumMomentary` and
 * `maximumShortTerm` in LUFS, `range` in LU, `truePeak` in dBTP. Null where nothing passes the gate, or the sound is
 * too short: all are null for silence.
 */
export const loudnessSchema = z.object({
  integrated: z.number().nullable(),
  range: z.number().nullable(),
  maximumMomentary: z.number().nullable(),
  maximumShortTerm: z.number().nullable(),
  truePeak: z.number().nullable(),
});
export type Loudness = z.infer<typeof loudnessSchema>;

export const approvalSchema = z.object({ user: personSchema, at: timestampSchema });
export type Approval = z.infer<typeof approvalSchema>;

/**
 * One version of a cut's material. `size` in bytes; `url` is a path on the server that only members may read
 * (`GET /api/files/:id/download`, Range supported). The order of a cut's versions: those with `order` first, by it;
 * then the others by `createdAt`, `id`.
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
  /** The version in its name, such as `v2` or `mix 6 master v2`, unless somebody changed it. */
  label: z.string().optional(),
  /** The rest of its name after the version (`v4 louder` → `louder`), unless somebody changed it. */
  note: z.string().optional(),
  /** For a stem, the instrument or channel in its name. */
  part: z.string().optional(),
  /** Only once somebody has reordered the versions of its cut. */
  order: z.number().int().optional(),
  /** For a stem, the version that it belongs to; absent if it belongs to none. */
  versionId: idSchema.optional(),
  /** Absent until the server has measured it (`file:measured`), and for files without sound that it can read. */
  loudness: loudnessSchema.optional(),
  /** The size of its compressed copy in bytes, once there is one (`file:copied`). */
  compressedSize: z.number().int().positive().optional(),
  /** The changes since the version before it, in words (`file:compared`); `to` is the file it was compared with. */
  difference: z.object({ to: idSchema, summary: z.string() }).optional(),
  /** The members who approved this version, first to last; absent if nobody did. */
  approvals: z.array(approvalSchema).optional(),
});
export type File = z.infer<typeof fileSchema>;

/**
 * `GET /api/files/:id/contents`: the files in a ZIP in its own order, their names with folders before slashes, and their
 * unpacked sizes in bytes as the archive says. `truncated`: there are more.
 */
export const archiveContentsSchema = z.object({
  entries: z.array(z.object({ name: z.string(), size: z.number().int().nonnegative() })),
  truncated: z.boolean(),
});
export type ArchiveContents = z.infer<typeof archiveContentsSchema>;

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
