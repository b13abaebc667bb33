import { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import type { ByteRange } from '../../audio/byte-range.ts';
import type { ReadableBytes } from '../../audio/bytes.ts';
import type { FindPlayable, PlayableSound } from '../../audio/reading/playable-sounds.ts';
import { ReadingFailed } from '../../audio/reading/reading-threads.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';
import { openBlob, type Served, servedHeaders } from '../files/send-blob.ts';
import { sendRange } from '../files/send-range.ts';
import type { BlobStore } from '../storage/blob-store.ts';

/** Read and converted at a time, in bytes: little enough not to delay other requests. */
const pieceBytes = 128 * 1024;

/** A file of sound; `bitDepth` is the container's, null if the codec has none. */
export type StreamedSound = Served & { bitDepth: number | null };

/** Where sounds are, and how they are made playable. */
export type PlayedSounds = { blobs: BlobStore; findPlayable: FindPlayable };

const unplayable = failure('unsupported-type', 'This format can’t be played here. Download it instead.');
const tooCostly = failure('unsupported-type', 'This file takes too long to read. Download it instead.');

/**
 * Answers with sound that Chromium plays: the file itself if possible, else a WAV of the same samples, converted while
 * it is sent. Both support ranges. Fails with `unsupported-type` for anything else.
 */
export async function sendStream(
  request: Request,
  response: Response,
  { blobs, findPlayable }: PlayedSounds,
  sound: StreamedSound,
): Promise<Outcome<null>> {
  const { sha256, name } = sound;
  await using stored = await openBlob(blobs, sha256);
  let playable: PlayableSound | null;
  try {
    playable = await findPlayable(stored, sound);
  } catch (error) {
    if (error instanceof ReadingFailed) return tooCostly;
    throw error;
  }
  if (!playable) return unplayable;
  const { bytes, mimeType, isMade } = playable;
  if (isMade) {
    response.set(servedHeaders({ name: `${name}.wav`, mimeType }));
    const stream = (range?: ByteRange) => Readable.from(pieces(bytes, range), { objectMode: false });
    await sendRange(request, response, { etag: `"${sha256}-wave"`, bytes: { size: bytes.size, stream } });
  } else {
    response.set(servedHeaders(sound));
    await sendRange(request, response, { etag: `"${sha256}"`, bytes: stored });
  }
  return { ok: true, data: null };
}

async function* pieces(
  bytes: ReadableBytes,
  range = { start: 0, end: bytes.size - 1 },
): AsyncGenerator<Uint8Array> {
  for (let at = range.start; at <= range.end; at += pieceBytes) {
    yield await bytes.read(at, Math.min(pieceBytes, range.end + 1 - at));
  }
}
