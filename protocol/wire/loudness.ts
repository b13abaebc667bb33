import * as z from 'zod';
import { loudnessSchema } from './file.ts';

/**
 * `GET /api/files/:id/loudness`: the loudness of a file, and its curve: the ungated loudness in LUFS of each step of
 * `stepSeconds`, −120 for silence. The loudness of any stretch follows from it (`audio/loudness/stretch-loudness.ts`). It
 * never changes. 202 and 404 as for the waveform (`peaks.ts`); `file:measured` says when to ask again.
 */
export const loudnessCurveSchema = z.object({
  loudness: loudnessSchema,
  stepSeconds: z.number().positive(),
  curve: z.array(z.number()),
});
export type LoudnessCurve = z.infer<typeof loudnessCurveSchema>;
