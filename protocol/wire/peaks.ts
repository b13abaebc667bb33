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
export const peaksPendingSchema = z.object({ state: z.literal('pending') });
export type PeaksPending = z.infer<typeof peaksPendingSchema>;
