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
 * The compressed copy of a file, for `<audio src>` as above, which plays Ogg Opus; 202 and 404 where there is none (yet).
 * Only a browser's server answers it.
 */
export function copyAddress(fileId: string): string {
  return `${mediaAddress(fileId)}/listen`;
}

/** Whether an address, also an absolute one, is that of a compressed copy. */
export const isCopyAddress = (address: string) => address.endsWith('/listen');

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
