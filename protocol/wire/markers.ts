import * as z from 'zod';
import { idSchema } from './id.ts';
import { dawStartSchema } from './music.ts';

export const markerFormatSchema = z.enum(['reaper', 'midi', 'dawproject', 'text', 'csv']);
export type MarkerFormat = z.infer<typeof markerFormatSchema>;

/** A number in a query. Nothing and blanks are no number. */
const queryNumber = z.string().trim().min(1, 'must be a number').pipe(z.coerce.number('must be a number'));

export const markerTempoSchema = z.number().min(20, 'must be at least 20').max(999, 'must be at most 999');

/**
 * `GET /api/cuts/:id/markers?format=`: the comments of a song as markers for a DAW, in the order of their time. `file`: a
 * version of the song; each comment is then at its carried-over place on it. Without it, each is at its own time. `status`: open
 * comments, or all. `start`: where the song begins in the DAW's timeline, in seconds; by default the song's `dawStart`, or 0. `tempo`: the
 * project's, in beats per minute; by default the song's, or 120. Only MIDI and DAWproject hold a tempo.
 *
 * A comment on a range is a region in REAPER; elsewhere its name tells the end. One whose place is gone in `file` stays at its own
 * time. 202 while a comparison that is needed is being computed (`differencePendingSchema`), with `Retry-After`.
 * Errors: `invalid` (a wrong value, or a file of another song), `not-found`.
 */
export const markersQuerySchema = z.object({
  format: markerFormatSchema,
  file: idSchema.optional(),
  status: z.enum(['open', 'all']).default('open'),
  start: queryNumber.pipe(dawStartSchema).optional(),
  tempo: queryNumber.pipe(markerTempoSchema).optional(),
});
export type MarkersQuery = z.infer<typeof markersQuerySchema>;
