import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { type ByteRange, parseByteRange } from '../../audio/byte-range.ts';
import type { ErrorBody } from '../../protocol/wire/error.ts';
import { errorCode } from '../storage/disk.ts';

/** Bytes to answer with. `open` is called once at most, with the part that is sent, or nothing for all. */
export type Sendable = { size: number; etag: string; open(range?: ByteRange): Readable };

/**
 * Answers GET or HEAD with bytes: whole, one range (206, 416), or 304. The caller has set the headers that say what
 * they are; those about their length and state are set here.
 */
export async function sendRange(
  request: Request,
  response: Response,
  { size, etag, open }: Sendable,
): Promise<void> {
  response.set({ 'Accept-Ranges': 'bytes', ETag: etag });
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
    await pipeline(open(range === 'whole' ? undefined : range), response);
  } catch (error) {
    // The listener went away, as when a player seeks: nobody is left to be told.
    if (errorCode(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
