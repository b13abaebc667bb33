import type { Request, Response } from 'express';
import { readPcmLayout } from '../../audio/pcm-layout.ts';
import { addCues, type NoCues, type PatchedFile } from '../../audio/wave-cues.ts';
import { cuesOf, markersOf } from '../../common/markers/marker.ts';
import type { ServerContext } from '../context.ts';
import type { Differences } from '../differences/differences.ts';
import { readComments } from '../entities/comment.ts';
import { failure } from '../failure.ts';
import { openBlob, type Served, servedHeaders } from '../files/send-blob.ts';
import { sendFailure } from '../http/answer.ts';
import { pipeToClient } from '../http/pipe-to-client.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import type { StoredBytes } from '../storage/stored-bytes.ts';
import { placeComments } from './place-comments.ts';
import { sendPending } from './send-pending.ts';

const refusals: Record<NoCues, string> = {
  'not-a-wave': 'markers: Only a WAV file can hold markers.',
  damaged: 'markers: This WAV file is damaged, so no markers were added.',
  'too-large': 'markers: This WAV file has no room for markers.',
};

/** Sends a WAV with the open comments of its song as cue points. */
export type SendMarked = (
  request: Request,
  response: Response,
  file: Served & { id: string; cutId: string },
) => Promise<void>;

export function createMarkedDownload(
  { db }: Pick<ServerContext, 'db'>,
  blobs: BlobStore,
  differences: Differences,
): SendMarked {
  return async (request, response, file) => {
    if (request.query.markers !== '1') return sendFailure(response, failure('invalid', 'markers: must be 1'));
    await using bytes = await openBlob(blobs, file.sha256);
    const layout = await readPcmLayout(bytes);
    const open = (await readComments(db, { cutId: file.cutId })).filter(({ resolvedAt }) => !resolvedAt);
    const placed = layout ? await placeComments(db, differences, open, file.id) : [];
    if (placed === 'pending') return sendPending(response);
    const cues = cuesOf(markersOf(placed, 0), layout?.sampleRate ?? 0);
    const marked = await addCues(bytes, cues);
    if (typeof marked === 'string') return sendFailure(response, failure('invalid', refusals[marked]));
    response.set({ ...servedHeaders(file), 'Content-Length': String(marked.size) });
    if (request.method === 'HEAD') return void response.end();
    await pipeToClient(contentOf(bytes, marked), response);
  };
}

async function* contentOf(bytes: StoredBytes, { pieces }: PatchedFile): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) yield piece;
    else yield* bytes.stream(piece);
  }
}
