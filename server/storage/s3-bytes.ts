import { Readable } from 'node:stream';
import type { ByteRange } from '../../audio/byte-range.ts';
import type { S3, S3Object } from './s3.ts';
import { withSpooledFile } from './spool.ts';
import type { StoredBytes } from './stored-bytes.ts';

/** Bytes that are in S3, in one object after the other. */
export type S3Bytes = StoredBytes & { s3: S3; objects: readonly S3Object[] };

export function openObjects(s3: S3, objects: readonly S3Object[]): S3Bytes {
  const size = objects.reduce((sum, object) => sum + object.size, 0);
  const stream = (range: ByteRange = { start: 0, end: size - 1 }) =>
    toReadable((signal) => pieces(s3, objects, range, signal));
  return {
    ...{ s3, objects, size, stream },
    async read(position, length) {
      const range = { start: position, end: Math.min(position + length, size) - 1 };
      const read: Uint8Array[] = [];
      for await (const piece of pieces(s3, objects, range)) read.push(piece);
      return Buffer.concat(read);
    },
    withLocalFile: (use) => withSpooledFile({ stream }, use),
    async [Symbol.asyncDispose]() {},
  };
}

/** Whether the bytes are in that S3 already, so that it can copy them itself. */
export function isInS3(bytes: StoredBytes, s3: S3): bytes is S3Bytes {
  return 's3' in bytes && bytes.s3 === s3;
}

async function* pieces(s3: S3, objects: readonly S3Object[], range: ByteRange, signal?: AbortSignal) {
  let at = 0;
  for (const object of objects) {
    const start = Math.max(range.start - at, 0);
    const end = Math.min(range.end - at, object.size - 1);
    if (start <= end) yield* s3.read(object, start, end, signal);
    at += object.size;
  }
}

/** `Readable.from` would wait for the next piece before it ends; this one ends the request to S3. */
function toReadable(make: (signal: AbortSignal) => AsyncGenerator<Uint8Array>): Readable {
  const stopping = new AbortController();
  const iterator = make(stopping.signal);
  return new Readable({
    async read() {
      try {
        const next = await iterator.next();
        this.push(next.done ? null : next.value);
      } catch (error) {
        this.destroy(error as Error);
      }
    },
    destroy(error, done) {
      stopping.abort();
      done(error);
    },
  });
}
