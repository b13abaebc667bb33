import type { Failure } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';
import type { StoredBytes } from '../storage/stored-bytes.ts';
import { isVideo } from './sniff-type.ts';

/** The answer for a file that isn't supported. */
export async function refuseType(bytes: StoredBytes): Promise<Failure> {
  return (await isVideo(bytes)) ? video : unsupported;
}

const video = failure(
  'unsupported-type',
  'Videos aren’t supported, nor files of a video program that can’t be read. Export the sound alone, as WAV, AIFF, FLAC, MP3 or M4A.',
);

const unsupported = failure(
  'unsupported-type',
  'This file type isn’t supported. Use audio (WAV, AIFF, FLAC, MP3, M4A, AAC, OGG, Opus), a ZIP or an image (PNG, JPEG, WebP, GIF).',
);
