import type { Readable } from 'node:stream';
import type { ByteRange } from '../../audio/byte-range.ts';
import type { ReadableBytes } from '../../audio/bytes.ts';

/**
 * Bytes in a store, open for reading. They don't change while they are open. Whoever opened them disposes of them
 * (`await using`), after every read and every stream of theirs has ended.
 */
export type StoredBytes = ReadableBytes &
  AsyncDisposable & {
    /** All bytes in order, or those of a range. */
    stream(range?: ByteRange): Readable;
    /**
     * Lets a program that needs a file read these bytes as one. The path is good until `use` ends, and the file must
     * not be written to. A store that keeps no files makes a temporary one, so prefer `read` and `stream`.
     */
    withLocalFile<Result>(use: (path: string) => Promise<Result>): Promise<Result>;
  };

export async function readAll(bytes: StoredBytes): Promise<Buffer> {
  return Buffer.from(await bytes.read(0, bytes.size));
}
