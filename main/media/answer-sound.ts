import { parseByteRange } from '../../audio/byte-range.ts';
import type { ReadableBytes } from '../../audio/bytes.ts';
import type { PlayableSound } from '../../audio/reading/playable-sounds.ts';
import type { ErrorBody, ErrorKind } from '../../protocol/wire/error.ts';
import { errorStatus } from '../../protocol/wire/error.ts';
import { mediaText } from '../text/media.ts';
import { Unavailable } from './unavailable.ts';

/** The longest answer to a range, in bytes: a reader that buffers whole bodies stays small, and a seek ends soon. */
export const longestAnswerBytes = 4 * 1024 ** 2;

/** Read at a time, in bytes. The first piece is smaller, so that playing starts sooner. */
const pieceBytes = 256 * 1024;
const firstPieceBytes = 64 * 1024;

/** Answers GET and HEAD as in RFC 9110 §14: the whole, a range (206, never longer than the limit), or 416. */
export async function answerSound(
  request: Pick<Request, 'method' | 'headers'>,
  { bytes, mimeType }: PlayableSound,
): Promise<Response> {
  const { size } = bytes;
  const headers: Record<string, string> = {
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
    'content-type': mimeType,
    'x-content-type-options': 'nosniff',
  };
  const range = parseByteRange(request.headers.get('range') ?? undefined, size);
  if (range === 'unsatisfiable') {
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } });
  }
  const isWhole = range === 'whole';
  const start = isWhole ? 0 : range.start;
  const end = isWhole ? size - 1 : Math.min(range.end, start + longestAnswerBytes - 1);
  headers['content-length'] = String(end - start + 1);
  if (!isWhole) headers['content-range'] = `bytes ${start}-${end}/${size}`;
  const status = isWhole ? 200 : 206;
  if (request.method === 'HEAD') return new Response(null, { status, headers });
  return new Response(await streamOf(bytes, start, end), { status, headers });
}

/** Reads the first piece before answering, so that a failure still becomes a status. */
async function streamOf(
  bytes: ReadableBytes,
  start: number,
  end: number,
): Promise<ReadableStream<Uint8Array>> {
  let at = start;
  async function next(most: number): Promise<Uint8Array> {
    const length = Math.min(most, end + 1 - at);
    const piece = await bytes.read(at, length);
    if (piece.length < length) throw new Unavailable('internal', mediaText.tooShort);
    at += length;
    return piece;
  }
  const first = await next(firstPieceBytes);
  return new ReadableStream(
    {
      start: (controller) => {
        controller.enqueue(first);
        if (at > end) controller.close();
      },
      async pull(controller) {
        controller.enqueue(await next(pieceBytes));
        if (at > end) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
}

const ownStatus: Record<string, number> = { offline: 503, 'signed-out': 503, 'refused-call': 400 };

/** The answer for every failure. */
export function answerUnavailable({ failure: { kind, message } }: Unavailable): Response {
  const statusCode = ownStatus[kind] ?? errorStatus[kind as ErrorKind];
  const body: Omit<ErrorBody, 'kind'> & { kind: string } = { error: message, kind, statusCode };
  return Response.json(body, { status: statusCode, headers: { 'cache-control': 'no-store' } });
}
