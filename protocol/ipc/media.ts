import * as z from 'zod';
import { idSchema } from '../wire/id.ts';

/**
 * How a page plays a file and draws its waveform. Addresses are relative to the page, which never learns where the
 * bytes lie: in the app the main process answers them (`app://bundle/media/…`: from the bounce on this disk, from the
 * cache, from the server), in a browser the server that the page came from does.
 *
 * `mediaAddress`, for `<audio src>`: GET and HEAD with `Range`. The sound as Chromium plays it: what it can't play
 * (AIFF, W64, odd PCM) comes as a WAV of the same samples, so `Content-Type` may differ from the file's `mimeType`. An
 * answer to a range holds 4 MiB at most, whatever was asked for; a player asks for the rest by itself.
 *
 * `peaksAddress`, for `fetch`: 200 the waveform (BBC audiowaveform data, version 2, 8 bits, one channel); 202 not
 * yet: ask again at the event `file:peaks` of that file, when the connection comes back, or after the answer's
 * `Retry-After`; 404 there will be none.
 *
 * Everything else is `errorBodySchema` with a status that tells what to do: 404 gone, or no member any more; 400
 * (`unsupported-type`) nothing that could be played; 503 (`offline`, `signed-out`) neither on this machine nor can the
 * server be reached: try again when the connection is back.
 */
export function mediaAddress(fileId: string): string {
  return `media/${encodeURIComponent(fileId)}`;
}

export function peaksAddress(fileId: string): string {
  return `${mediaAddress(fileId)}/peaks`;
}

/**
 * What the sound that was listened to or is pinned takes on this disk, and what it may take, in bytes. `pinnedBytes` is
 * what all that is pinned needs, there or not: over the limit not all of it fits, which the pins say.
 */
export const cacheUsageSchema = z.object({
  usedBytes: z.number().int().nonnegative(),
  limitBytes: z.number().int().nonnegative(),
  pinnedBytes: z.number().int().nonnegative(),
});
export type CacheUsage = z.infer<typeof cacheUsageSchema>;

/**
 * A project or cut whose sounds are kept on this disk. `files` and `bytes` are all of them, `kept…` what can be heard
 * with no network (also a bounce of this machine). `waiting`: for the network, or the disk; `message` says why.
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
