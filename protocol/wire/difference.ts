import * as z from 'zod';
import { idSchema } from './id.ts';
import { openEnum } from './open-enum.ts';

/**
 * One difference between two versions. `from` and `to` are seconds of the newer one. `gain` and `band`: that stretch
 * is louder or quieter by `decibels`, for `band` only between the frequencies of `band`, in Hz. `noise`: a steady
 * sound, such as hiss, hum or a tone, that only the newer one has; `cleaned`: that only the older one has. Its level is `decibels`, below full scale.
 * `inserted`: only in the newer one. `removed`: only in the older one; it was at `from`, and `to` is `from` plus its length. `replaced`: other
 * music of the same length in both; the rest of the longer one is `inserted` or `removed` after it. So the moments of
 * one version follow from those of the other (`audio/difference/carry-moment.ts`).
 */
export const changeSchema = z.object({
  kind: openEnum(z.enum(['gain', 'band', 'noise', 'cleaned', 'inserted', 'removed', 'replaced'])),
  from: z.number(),
  to: z.number(),
  band: z.object({ from: z.number(), to: z.number() }).optional(),
  decibels: z.number().optional(),
});
export type Change = z.infer<typeof changeSchema>;

/** `to`: the older file. */
export const differenceQuerySchema = z.object({ to: idSchema });

/**
 * `GET /api/files/:id/difference?to=<fileId>`: the changes from the older file `to` to the newer file `:id`.
 *
 * Positive decibels and seconds mean that the newer one is louder and later. `identical`: the same samples.
 * `offsetSeconds` and `gainDecibels` hold for the whole and are not repeated in `changes`, which is empty if nothing
 * else changed, and in the order of `from`. `decibels` has a row for each step of `stepSeconds` of the newer one (100 ms,
 * longer for sounds over half an hour), with a value for each of `bands` (centre frequencies in Hz), after the offset
 * and the gain were taken out; null where there is nothing to compare.
 * `summary` says it in one line. 202 while it is being computed (`differencePendingSchema`), with `Retry-After`.
 * Errors: `invalid` (`to` is missing), `not-found` (no such file for this caller, or no sound in one of them that the
 * server can read).
 */
export const differenceSchema = z.object({
  identical: z.boolean(),
  offsetSeconds: z.number(),
  gainDecibels: z.number(),
  bands: z.array(z.number()),
  stepSeconds: z.number().positive(),
  decibels: z.array(z.array(z.number().nullable())),
  changes: z.array(changeSchema),
  summary: z.string(),
});
export type Difference = z.infer<typeof differenceSchema>;

export const differencePendingSchema = z.object({ state: z.literal('pending') });
