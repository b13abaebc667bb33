import type { ReadableBytes } from '../../../../audio/bytes.ts';

/** The bytes behind an address can't be read now, or not at all. */
export class MediaUnreachable extends Error {}

/** Small reads, such as those of headers, are answered from blocks of this size. */
const blockBytes = 128 * 1024;
const mostBlocks = 4;
/** Memory of large reads that is kept for the next ones. */
const mostSpare = 2;
/** Waits before a read is tried again, in milliseconds. The sound that is held ahead lasts longer. */
const retryDelays = [250, 1_000, 3_000];

/** A silent line never ends a request. In milliseconds. */
const longestAnswer = 20_000;

type Fetch = (
  address: string,
  init: { headers: Record<string, string>; signal: AbortSignal },
) => Promise<Response>;

/**
 * A file behind an address that answers ranges, without ever holding all of it. The type is the one that is served: what
 * Chromium can't play comes as WAV. Opening fails at once, later reads after some attempts; both with `MediaUnreachable`.
 */
export async function openMedia(
  address: string,
  fetchPart: Fetch,
  wait: (milliseconds: number) => Promise<void>,
): Promise<{ bytes: ReadableBytes; mimeType: string }> {
  const blocks = new Map<number, Uint8Array>();
  /** Memory of large reads: released, and still in use. */
  const spare: ArrayBuffer[] = [];
  const lent = new WeakSet<ArrayBufferLike>();
  const first = await readRange(fetchPart, address, 0, bufferFor(blockBytes));
  const { size, mimeType } = first;
  blocks.set(0, first.bytes);

  async function readOnce(position: number, length: number): Promise<Uint8Array> {
    let bytes = bufferFor(length, spare.pop());
    // An answer may be shorter than what was asked for.
    for (let read = 0; read < length; ) {
      const rest = bytes.subarray(read);
      const answer = await readRange(fetchPart, address, position + read, rest);
      if (answer.bytes.length === 0) throw new MediaUnreachable('The answer was empty');
      read += answer.bytes.length;
      bytes = new Uint8Array(answer.bytes.buffer, 0, length);
    }
    return bytes;
  }

  async function readFully(position: number, length: number): Promise<Uint8Array> {
    for (const delay of retryDelays) {
      try {
        return await readOnce(position, length);
      } catch (error) {
        if (!(error instanceof MediaUnreachable)) throw error;
        await wait(delay);
      }
    }
    return readOnce(position, length);
  }

  async function block(number: number): Promise<Uint8Array> {
    const start = number * blockBytes;
    const found = blocks.get(number) ?? (await readFully(start, Math.min(blockBytes, size - start)));
    // The last one used is the last one to go.
    blocks.delete(number);
    blocks.set(number, found);
    const [oldest] = blocks.keys();
    if (blocks.size > mostBlocks && oldest !== undefined) blocks.delete(oldest);
    return found;
  }

  const bytes: ReadableBytes = {
    size,
    async read(position, wanted) {
      const length = Math.min(wanted, size - position);
      if (length <= 0) return new Uint8Array(0);
      if (length >= blockBytes) {
        const large = await readFully(position, length);
        lent.add(large.buffer);
        return large;
      }
      const parts: Uint8Array[] = [];
      for (let at = position; at < position + length; ) {
        const number = Math.floor(at / blockBytes);
        const part = (await block(number)).subarray(
          at - number * blockBytes,
          position + length - number * blockBytes,
        );
        parts.push(part);
        at += part.length;
      }
      return join(parts);
    },
    release({ buffer }) {
      if (lent.delete(buffer) && spare.length < mostSpare) spare.push(buffer as ArrayBuffer);
    },
  };
  return { bytes, mimeType };
}

/** Memory for this many bytes. A byte more shows that a body has ended. */
function bufferFor(length: number, spare?: ArrayBuffer): Uint8Array<ArrayBuffer> {
  const buffer = spare && spare.byteLength > length ? spare : new ArrayBuffer(length + 1);
  return new Uint8Array(buffer, 0, length);
}

/** Reads as many bytes as `into` has, or fewer. Its memory moves into the result. */
async function readRange(fetchPart: Fetch, address: string, position: number, into: Uint8Array<ArrayBuffer>) {
  const range = `bytes=${position}-${position + into.length - 1}`;
  const signal = AbortSignal.timeout(longestAnswer);
  const response = await fetchPart(address, { headers: { Range: range }, signal }).catch((error) => {
    throw new MediaUnreachable(String(error));
  });
  if (!response.ok) throw new MediaUnreachable(`The answer was ${response.status}`);
  const whole = /\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '')?.[1];
  // A server that ignores ranges would send everything.
  if (response.status !== 206 || whole === undefined) throw new MediaUnreachable('The answer was no range');
  const bytes = await readBody(response, into).catch((error) => {
    throw new MediaUnreachable(String(error));
  });
  const mimeType = (response.headers.get('Content-Type') ?? '').split(';')[0]?.trim() ?? '';
  return { bytes, size: Number(whole), mimeType };
}

/** `arrayBuffer` would leave megabytes behind for each answer, which Chromium frees late. */
async function readBody(response: Response, into: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const { byteOffset, length } = into;
  let { buffer } = into;
  let read = 0;
  const reader = readerOf(response);
  if (!reader) {
    const body = new Uint8Array(await response.arrayBuffer());
    into.set(body);
    return into.subarray(0, body.length);
  }
  for (;;) {
    const { value, done } = await reader.read(new Uint8Array(buffer, byteOffset + read));
    if (value) buffer = value.buffer;
    if (done) return new Uint8Array(buffer, byteOffset, read);
    read += value.length;
    if (read > length) throw new MediaUnreachable('The answer was too long');
  }
}

/** Null in browsers whose answers can't be read into memory that is given. */
function readerOf({ body }: Response): ReadableStreamBYOBReader | null {
  try {
    return body?.getReader({ mode: 'byob' }) ?? null;
  } catch {
    return null;
  }
}

function join(parts: Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const joined = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
