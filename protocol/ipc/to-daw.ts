import * as z from 'zod';
import { idSchema } from '../wire/id.ts';
import { markerFormatSchema, markerTempoSchema } from '../wire/markers.ts';

/** `common/markers/marker.ts` says what each field means. */
const markerSchema = z.object({
  name: z.string().max(1000),
  start: z.number().min(0),
  end: z.number().min(0).nullable(),
});

/** `title`: the song's, from which the file's name is made. `tempo`: the project's, in beats per minute. */
const markersOfSongSchema = z.object({
  title: z.string().max(1000),
  tempo: markerTempoSchema,
  markers: z.array(markerSchema).max(100_000),
});

/** Markers as a file that DAWs read. */
export const markerFileSchema = markersOfSongSchema.extend({ format: markerFormatSchema });
export type MarkerFile = z.infer<typeof markerFileSchema>;

/** Things that can be dragged out of the window: a version, all stems of one that are sounds, markers. */
export const draggedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('version'), fileId: idSchema }),
  z.object({ kind: z.literal('stems'), versionId: idSchema }),
  markerFileSchema.extend({ kind: z.literal('markers') }),
]);
export type Dragged = z.infer<typeof draggedSchema>;

/** How much has been written, in bytes. `key` is `writtenKey` of the version, or of its stems. */
export const writtenSchema = z.object({
  key: z.string(),
  written: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
});
export type Written = z.infer<typeof writtenSchema>;

/** Names what is written, for its progress. */
export const writtenKey = (fileId: string, part: 'version' | 'stems') =>
  part === 'version' ? fileId : `${fileId} stems`;

/** The copies that were dragged into other programs, which are kept for them. */
export const draggedCopiesSchema = z.object({
  files: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
});
export type DraggedCopies = z.infer<typeof draggedCopiesSchema>;
