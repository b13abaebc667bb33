import type { Readable } from 'node:stream';
import type { StoredBytes } from './stored-bytes.ts';

/**
 * The bytes of uploads in progress, by the upload's id, and the SHA-256 of what has arrived. The hash is kept up to
 * date as bytes arrive, so a commit needn't read them again; after a restart they are hashed once more.
 *
 * One caller at a time may write, hash or remove a part. Every method throws what the store's medium says; `isNoSpace`
 * recognises a full disk.
 */
export type PartStore = {
  /** Null before the first byte. */
  open(id: string): Promise<StoredBytes | null>;
  /** How many bytes the store holds: 0 before the first. */
  offset(id: string): Promise<number>;
  /** When the last byte arrived, or null before the first. */
  touchedAt(id: string): Promise<Date | null>;
  /**
   * Takes bytes from `offset` on, up to `maximumBytes` in all. Resolves with the new offset once they are durable: what
   * is acknowledged survives. False if the source had more; those that fit are kept. Throws what the source throws,
   * and keeps what arrived before.
   */
  write(source: Readable, id: string, offset: number, maximumBytes: number): Promise<number | false>;
  /** SHA-256 of the first `size` bytes, in hexadecimal. Throws if there are fewer. Can be repeated. */
  digest(id: string, size: number): Promise<string>;
  /** Does nothing if there is no such part. */
  remove(id: string): Promise<void>;
  /** The ids of all parts, in any order. */
  list(): Promise<string[]>;
};
