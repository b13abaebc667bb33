import type { Failure } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';

/** The answer for a file that isn't supported. */
export function refuseType({ isVideo }: { isVideo: boolean }): Failure {
  return isVideo ? video : unsupported;
}

const video = failure(
  'unsupported-type',
  'Videos aren’t supported, nor files of a video program that can’t be read. Export the sound alone, as WAV, AIFF, FLAC, MP3 or M4A.',
);

const unsupported = failure(
  'unsupported-type',
  'This file type isn’t supported. Use audio (WAV, AIFF, FLAC, MP3, M4A, AAC, OGG, Opus), a ZIP or an image (PNG, JPEG, WebP, GIF).',
);

/** The answer for a file that has to be given up: not even its beginning could be read within the limits. */
export const tooCostly = failure(
  'unsupported-type',
  'This file takes too long to read, or is damaged. Export it again and send that.',
);
