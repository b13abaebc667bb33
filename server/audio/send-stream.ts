import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import type { ReadableBytes } from '../../audio/bytes.ts';
import { playableSound } from '../../audio/playable-sound.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';
import { type Served, sendBlob, servedHeaders } from '../files/send-blob.ts';
import { sendRange } from '../files/send-range.ts';
import type { BlobStore } from '../storage/folder-blob-store.ts';
import { handleBytes } from '../storage/local-file.ts';

/** Read and converted at a time, in bytes: short enough that no other request waits for the arithmetic. */
const pieceBytes = 128 * 1024;

/** A file of sound; `bitDepth` as its container says, null where the codec has none. */
export type StreamedSound = Served & { bitDepth: number | null };

const unplayable = failure('unsupported-type', 'This format can’t be played here. Download it instead.');

/**
 * Answers with sound that Chromium plays: the file itself where it does, else a WAV of the same samples, made as it is
 * sent. Both take ranges. Fails with `unsupported-type` for what is no sound, or is none that a browser plays.
 */
export async function sendStream(
  request: Request,
  response: Response,
  blobs: BlobStore,
  sound: StreamedSound,
): Promise<Outcome<null>> {
  const { sha256, name } = sound;
  await using handle = await open(blobs.path(sha256), 'r');
  const playable = await playableSound(await handleBytes(handle), sound);
  if (!playable) return unplayable;
  const { bytes, mimeType, isMade } = playable;
  if (isMade) {
    response.set(servedHeaders({ name: `${name}.wav`, mimeType }));
    await sendRange(request, response, {
      size: bytes.size,
      etag: `"${sha256}-wave"`,
      open: (range) => Readable.from(pieces(bytes, range), { objectMode: false }),
    });
  } else await sendBlob(request, response, blobs, sound);
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
