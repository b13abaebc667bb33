import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { parseByteRange } from '../../protocol/audio/byte-range.ts';
import type { ErrorBody } from '../../protocol/wire/error.ts';
import type { BlobStore } from './blob-store.ts';
import { contentDisposition } from './content-disposition.ts';
import { errorCode } from './disk.ts';

/** What a download is called and taken for. */
export type Served = { sha256: string; name: string; mimeType: string };

/**
 * Answers GET or HEAD with bytes of the store: whole, one range (206, 416), or 304. Only audio and pictures may be
 * shown in place; nothing is ever run: no guessing of types, and a sandbox without scripts should a browser open it.
 */
export async function sendBlob(
  request: Request,
  response: Response,
  blobs: BlobStore,
  { sha256, name, mimeType }: Served,
): Promise<void> {
  const size = await blobs.size(sha256);
  if (size === null) throw new Error(`The bytes of ${sha256} are missing from the blob store.`);
  const isInline = /^(audio|image)\//.test(mimeType);
  const etag = `"${sha256}"`;
  response.set({
    'Accept-Ranges': 'bytes',
    // Asked again each time, so that who is no longer a member stops getting it; an unchanged one costs a 304.
    'Cache-Control': 'private, no-cache',
    'Content-Disposition': contentDisposition(isInline ? 'inline' : 'attachment', name),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Content-Type': mimeType,
    'Cross-Origin-Resource-Policy': 'same-origin',
    ETag: etag,
    'X-Content-Type-Options': 'nosniff',
  });
  if (request.fresh) {
    response.removeHeader('Content-Type');
    response.status(304).end();
    return;
  }
  // A range of what the client holds is only good if that is what we hold (RFC 9110 §13.1.5).
  const ifRange = request.get('If-Range');
  const range =
    ifRange === undefined || ifRange === etag ? parseByteRange(request.get('Range'), size) : 'whole';
  if (range === 'unsatisfiable') {
    const body: ErrorBody = { error: 'There are no such bytes.', kind: 'invalid', statusCode: 416 };
    response.removeHeader('Content-Disposition');
    response.status(416).set('Content-Range', `bytes */${size}`).json(body);
    return;
  }
  if (range === 'whole') response.set('Content-Length', String(size));
  else {
    response.status(206);
    response.set('Content-Range', `bytes ${range.start}-${range.end}/${size}`);
    response.set('Content-Length', String(range.end - range.start + 1));
  }
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  try {
    await pipeline(blobs.read(sha256, range === 'whole' ? undefined : range), response);
  } catch (error) {
    // The listener went away, as when a player seeks: nobody is left to be told.
    if (errorCode(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
