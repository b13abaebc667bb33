import type { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import { type ByteRange, parseByteRange } from '../../audio/byte-range.ts';
import type { ErrorBody } from '../../protocol/wire/error.ts';
import { pipeToClient } from '../http/pipe-to-client.ts';

/** Bytes to answer with, which stay the caller's to close. `stream` is called once at most. */
export type Sendable = { etag: string; bytes: { size: number; stream(range?: ByteRange): Readable } };

/**
 * Answers GET or HEAD with bytes: whole, one range (206, 416), or 304. The caller has set the headers that describe
 * their content; this sets those about length, range and version.
 */
export async function sendRange(
  request: Request,
  response: Response,
  { etag, bytes }: Sendable,
): Promise<void> {
  const { size } = bytes;
  response.set({ 'Accept-Ranges': 'bytes', ETag: etag });
  if (request.fresh) {
    response.removeHeader('Content-Type');
    response.status(304).end();
    return;
  }
  // A client may only combine a range with what it has if both are of the same version (RFC 9110 §13.1.5).
  const ifRange = request.get('If-Range');
  const range =
    ifRange === undefined || ifRange === etag ? parseByteRange(request.get('Range'), size) : 'whole';
  if (range === 'unsatisfiable') {
    const body: ErrorBody = { error: 'The range is outside the file.', kind: 'invalid', statusCode: 416 };
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
  await pipeToClient(bytes.stream(range === 'whole' ? undefined : range), response);
}
