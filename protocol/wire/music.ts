import * as z from 'zod';
import { momentSchema } from './comment.ts';

/** A part of a song by name, from this moment on, in seconds. */
export const sectionSchema = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(40, 'must be at most 40 characters'),
  from: momentSchema,
});
export type Section = z.infer<typeof sectionSchema>;

/** The place of a song in the timeline of a DAW, in seconds from its start: within a day. */
export const dawStartSchema = z
  .number()
  .min(0, 'must not be negative')
  .max(86_400, 'must be at most 86400 seconds');

/**
 * Facts about the music. All are absent unless somebody entered them or a file states them: `tempo` in beats per minute,
 * `key` such as `A minor` or `F# major`, `sections` in the order of their time, `dawStart` where the band's bounces of the song
 * begin in the project of their DAW.
 */
export const musicSchema = z.object({
  tempo: z.number().min(20, 'must be at least 20').max(400, 'must be at most 400').optional(),
  key: z
    .string()
    .regex(/^[A-G][#b]? (?:major|minor)$/, 'must be like A minor')
    .optional(),
  sections: z.array(sectionSchema).max(64, 'must be at most 64').optional(),
  dawStart: dawStartSchema.optional(),
});
export type Music = z.infer<typeof musicSchema>;
