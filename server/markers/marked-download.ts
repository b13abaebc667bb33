import type { Request, Response } from 'express';
import { ReadingFailed } from '../../audio/reading/reading-threads.ts';
import type { NoCues, PatchedFile } from '../../audio/wave-cues.ts';
import { cuesOf, markersOf } from '../../common/markers/marker.ts';
import type { ServerContext } from '../context.ts';
import type { Differences } from '../differences/differences.ts';
import { readComments } from '../entities/comment.ts';
import { failure } from '../failure.ts';
import { openBlob, type Served, servedHeaders } from '../files/send-blob.ts';
import { sendFailure } from '../http/answer.ts';
import { pipeToClient } from '../http/pipe-to-client.ts';
import type { FileReaders } from '../reading/file-readers.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import type { StoredBytes } from '../storage/stored-bytes.ts';
import { placeComments } from './place-comments.ts';
import { sendPending } from './send-pending.ts';

const refusals: Record<NoCues | 'costly', string> = {
  'not-a-wave': 'markers: Only a WAV file can hold markers.',
  damaged: 'markers: This WAV file is damaged, so no markers were added.',
  'too-large': 'markers: This WAV file has no room for markers.',
  costly: 'markers: This file takes too long to read, so no markers were added.',
};

/** Sends a WAV with the open comments of its song as cue points. */
export type SendMarked = (
  request: Request,
  response: Response,
  file: Served & { id: string; cutId: string },
) => Promise<void>;

export function createMarkedDownload(
  { db }: Pick<ServerContext, 'db'>,
  { blobs, differences, readers }: { blobs: BlobStore; differences: Differences; readers: FileReaders },
): SendMarked {
  return async (request, response, file) => {
    if (request.query.markers !== '1') return sendFailure(response, failure('invalid', 'markers: must be 1'));
    await using bytes = await openBlob(blobs, file.sha256);
    const sampleRate = await readers.own.read('sampleRate', bytes).catch(toCostly);
    if (sampleRate === 'costly') return sendFailure(response, failure('invalid', refusals.costly));
    const open = (await readComments(db, { cutId: file.cutId })).filter(({ resolvedAt }) => !resolvedAt);
    const placed = sampleRate ? await placeComments(db, differences, open, file.id) : [];
    if (placed === 'pending') return sendPending(response);
    const cues = cuesOf(markersOf(placed, 0), sampleRate ?? 0);
    const marked = await readers.own.read('addCues', bytes, cues).catch(toCostly);
    if (typeof marked === 'string') return sendFailure(response, failure('invalid', refusals[marked]));
    response.set({ ...servedHeaders(file), 'Content-Length': String(marked.size) });
    if (request.method === 'HEAD') return void response.end();
    await pipeToClient(contentOf(bytes, marked), response);
  };
}

function toCostly(error: unknown): 'costly' {
  if (error instanceof ReadingFailed) return 'costly';
  throw error;
}

async function* contentOf(bytes: StoredBytes, { pieces }: PatchedFile): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) yield piece;
    else yield* bytes.stream(piece);
  }
}
