import * as z from 'zod';
import { idSchema } from '../wire/id.ts';

/**
 * How a page plays a file, draws its waveform, and shows what changed since another version. Addresses are relative to
 * the page, which never learns where the bytes are: in the app the main process answers (`app://bundle/media/…`: from
 * the bounce on this disk, from the cache, from the server), in a browser the page's own server does.
 *
 * `mediaAddress`, for `<audio src>`: GET and HEAD with `Range`. The sound as Chromium plays it: what it can't play
 * (AIFF, W64, odd PCM) comes as a WAV of the same samples, so `Content-Type` may differ from the file's `mimeType`. An
 * answer to a range holds 4 MiB at most, whatever was asked for; players ask for the rest.
 *
 * `peaksAddress`, for `fetch`: 200 the waveform (BBC audiowaveform data, version 2, 8 bits, one channel), followed by its
 * RMS unless that isn't measured yet; 202 not yet: ask again at the event `file:peaks` of that file, when the connection
 * comes back, or after the answer's `Retry-After`; 404 there will be none.
 *
 * `loudnessAddress`, for `fetch`: 200 `loudnessCurveSchema`; 202 as above, with the event `file:measured`; 404 it has no
 * sound to measure. The app doesn't keep it.
 *
 * `differenceAddress`, for `fetch`: 200 `differenceSchema`, the changes to that file from the file `to`; 202 as above, with
 * the event `file:compared`; 404 they can't be compared. The app keeps each on this disk once it was read.
 *
 * Everything else is `errorBodySchema` with one of these: 404 gone, or no longer a member; 400 (`unsupported-type`) not
 * playable; 503 (`offline`, `signed-out`) not on this machine and the server can't be reached: try again when the
 * connection is back.
 */
export function mediaAddress(fileId: string): string {
  return `media/${encodeURIComponent(fileId)}`;
}

/**
 * The address of a picture of a person, project or vibe by its path on the server. One that is still pending is a data URL,
 * which is its own address. The app keeps each on this disk once it was shown.
 */
export function pictureAddress(path: string): string {
  return path.startsWith('data:') ? path : path.replace(/^\/api\//, 'media/');
}

/** The address of a file that is a picture, as it was uploaded. */
export function imageAddress(fileId: string): string {
  return `${mediaAddress(fileId)}/image`;
}

export function peaksAddress(fileId: string): string {
  return `${mediaAddress(fileId)}/peaks?detail=rms`;
}

export function loudnessAddress(fileId: string): string {
  return `${mediaAddress(fileId)}/loudness`;
}

export function differenceAddress(fileId: string, to: string): string {
  return `${mediaAddress(fileId)}/difference?to=${encodeURIComponent(to)}`;
}

/**
 * The space that cached and pinned sounds use on this disk, and may use, in bytes. `pinnedBytes` is the size of
 * everything pinned, downloaded or not: above the limit not all of it fits, and the pins say so.
 */
export const cacheUsageSchema = z.object({
  usedBytes: z.number().int().nonnegative(),
  limitBytes: z.number().int().nonnegative(),
  pinnedBytes: z.number().int().nonnegative(),
});
export type CacheUsage = z.infer<typeof cacheUsageSchema>;

/**
 * A project or cut whose sounds are kept on this disk. `files` and `bytes` count all of them, `kept…` those that
 * can be heard offline (bounces of this machine included). `waiting`: for the network, or the disk; `message` says why.
 * `no-room`: the limit is smaller than what is pinned; the newest sounds are kept.
 */
export const pinSchema = z.object({
  kind: z.enum(['project', 'cut']),
  id: idSchema,
  projectId: idSchema,
  files: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  keptFiles: z.number().int().nonnegative(),
  keptBytes: z.number().int().nonnegative(),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('kept') }),
    z.object({ kind: z.literal('fetching') }),
    z.object({ kind: z.literal('waiting'), message: z.string() }),
    z.object({ kind: z.literal('no-room') }),
  ]),
});
export type Pin = z.infer<typeof pinSchema>;
