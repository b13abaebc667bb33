import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { HttpRequest, HttpResponse, HttpStack } from 'tus-js-client';
import { type Throttle, unlimited } from '../beside/throttle.ts';

/** A part of a file as the body of a request. `read` fills the front of `buffer` and resolves to the number of bytes. */
export type BodySlice = { size: number; read(buffer: Buffer, offset: number): Promise<number> };

/** The rate at which bytes may leave. */
export type UploadThrottle = Pick<Throttle, 'piece' | 'take'>;

/** Read and written at a time, in bytes, or less at a limited rate. */
const pieceBytes = 256 * 1024;
const progressMilliseconds = 100;
/** tus answers by headers; a refusal has a sentence. */
const mostAnswerBytes = 64 * 1024;

/**
 * HTTP for tus-js-client that holds only two pieces of the file: one is read while the other is written. The library's
 * own stack allocates a buffer for each piece, and some 64 MB of them pile up before they are collected.
 */
export function createHttpStack(throttle: UploadThrottle = unlimited): HttpStack {
  return { getName: () => 'two-piece', createRequest: (method, url) => createRequest(method, url, throttle) };
}

function createRequest(method: string, url: string, throttle: UploadThrottle): HttpRequest {
  const headers: Record<string, string> = {};
  let onProgress: (sent: number) => void = () => undefined;
  let outgoing: ClientRequest | null = null;
  return {
    getMethod: () => method,
    getURL: () => url,
    setHeader(name, value) {
      headers[name] = value;
    },
    getHeader: (name) => headers[name],
    setProgressHandler(handler) {
      onProgress = handler;
    },
    getUnderlyingObject: () => outgoing,
    async abort() {
      outgoing?.destroy();
    },
    send: (body: BodySlice | null | undefined) =>
      new Promise<HttpResponse>((resolve, reject) => {
        const { request } = url.startsWith('https:') ? https : http;
        const length = body ? { 'content-length': String(body.size) } : {};
        const sending = request(url, { method, headers: { ...headers, ...length } });
        outgoing = sending;
        sending.on('error', reject);
        sending.on('response', (response) => void readAnswer(response).then(resolve, reject));
        if (!body) sending.end();
        // A read that fails ends the request with its error.
        else writeBody(sending, body, throttle, onProgress).catch((error) => sending.destroy(error));
      }),
  };
}

async function writeBody(
  outgoing: ClientRequest,
  { size, read }: BodySlice,
  throttle: UploadThrottle,
  onProgress: (sent: number) => void,
): Promise<void> {
  const pieces = [Buffer.allocUnsafe(pieceBytes), Buffer.allocUnsafe(pieceBytes)] as const;
  let writing = Promise.resolve();
  const ended = new AbortController();
  outgoing.once('close', () => ended.abort());
  let reportedAt = performance.now();
  for (let offset = 0, turn = 0; offset < size; turn++) {
    const piece = turn % 2 === 0 ? pieces[0] : pieces[1];
    const wanted = piece.subarray(0, Math.min(throttle.piece(pieceBytes), size - offset));
    // The piece is free: the previous turn awaited its last write.
    const [filled] = await Promise.all([read(wanted, offset), writing]);
    if (performance.now() - reportedAt >= progressMilliseconds) {
      reportedAt = performance.now();
      onProgress(offset);
    }
    await throttle.take(filled, ended.signal);
    writing = write(outgoing, wanted.subarray(0, filled));
    offset += filled;
  }
  await writing;
  // The system's buffers take megabytes at once: without this, a small bounce would show 0 % until its end.
  onProgress(size);
  outgoing.end();
}

/** Resolves when the system has accepted the bytes. */
function write(outgoing: ClientRequest, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    outgoing.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

async function readAnswer(response: IncomingMessage): Promise<HttpResponse> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of response) {
    length += piece.length;
    if (length > mostAnswerBytes) throw new Error('The server’s answer is too long.');
    pieces.push(piece);
  }
  return {
    getStatus: () => response.statusCode ?? 0,
    getHeader: (name) => response.headers[name.toLowerCase()]?.toString(),
    getBody: () => Buffer.concat(pieces).toString('utf8'),
    getUnderlyingObject: () => response,
  };
}
