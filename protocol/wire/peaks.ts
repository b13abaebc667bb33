import * as z from 'zod';
import { idSchema } from './id.ts';

/**
 * `file:peaks`: the waveform of a file is ready, or known not to exist: ask. The server measures a file after it is
 * visible, so members hear of the file first and of its peaks within seconds.
 */
export const filePeaksSchema = z.object({ fileId: idSchema, cutId: idSchema });

/**
 * The body of 202 from `GET /api/files/:id/peaks`: ask again when `file:peaks` says so, or after the seconds of the
 * answer's `Retry-After`.
 *
 * 200 is `application/octet-stream`: the data format of BBC audiowaveform, version 2, 8 bits, one channel (see
 * `audio/peaks-format.ts`), and never changes. 404 with kind `not-found` means that there will be none: no
 * such file for this caller, or no sound in it that the server can read.
 */
/**
 * The query of `GET /api/files/:id/peaks`. With `detail=rms`, the bytes are followed by the root mean square of each point,
 * one byte each from 0 to 255, as soon as it is measured; `file:peaks` is sent again if that is later.
 */
export const peaksQuerySchema = z.object({ detail: z.literal('rms').optional() });

export const peaksPendingSchema = z.object({ state: z.literal('pending') });
export type PeaksPending = z.infer<typeof peaksPendingSchema>;
