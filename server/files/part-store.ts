import { createReadStream, mkdirSync } from 'node:fs';
import { constants, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DataStore, ERRORS, Upload } from '@tus/server';
import { errorCode } from './disk.ts';
import { newRunningHash, type RunningHash, writeHashed } from './write-hashed.ts';

/** Size in bytes of an upload; complete = committed, its part is no longer needed. Null = there is none. */
type FindPart = (id: string) => Promise<{ size: number; isComplete: boolean } | null>;

/**
 * The bytes of uploads in progress, one file each, and the SHA-256 of what has been received, kept while it comes in
 * so that a commit doesn't read it all again. After a restart the part on disk is hashed once more, streaming.
 *
 * It is tus's data store and nothing more: which uploads there are, and how long, the database says (`find`).
 * @tus/file-store keeps that in files of its own, hides a full disk, doesn't sync and can't hash.
 */
export class PartStore extends DataStore {
  readonly #directory: string;
  readonly #find: FindPart;
  readonly #hashes = new Map<string, RunningHash>();

  constructor(directory: string, find: FindPart) {
    super();
    this.#directory = directory;
    this.#find = find;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  path(id: string): string {
    return join(this.#directory, id);
  }

  /** Bytes that stand on disk: 0 before the first. */
  async offset(id: string): Promise<number> {
    return (await this.#stat(id))?.size ?? 0;
  }

  /** When the last byte came, or null before the first. */
  async touchedAt(id: string): Promise<Date | null> {
    return (await this.#stat(id))?.mtime ?? null;
  }

  /** SHA-256 of the first `size` bytes. Can be asked again. */
  async digest(id: string, size: number): Promise<string> {
    return (await this.#hashUpTo(id, size)).hash.copy().digest('hex');
  }

  override async remove(id: string): Promise<void> {
    this.#hashes.delete(id);
    await rm(this.path(id), { force: true });
  }

  /** The ids of all parts on disk. */
  list(): Promise<string[]> {
    return readdir(this.#directory);
  }

  override async getUpload(id: string): Promise<Upload> {
    const part = await this.#find(id);
    if (!part) throw ERRORS.FILE_NOT_FOUND;
    const { size, isComplete } = part;
    return new Upload({ id, size, offset: isComplete ? size : await this.offset(id) });
  }

  /** Resolves with the new offset when the bytes are on the disk for good: what is acknowledged survives. */
  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const running = await this.#hashUpTo(id, offset);
    const handle = await open(this.path(id), constants.O_WRONLY | constants.O_CREAT, 0o600);
    try {
      await writeHashed(handle, source, running);
      await handle.sync();
      return running.position;
    } finally {
      await handle.close();
    }
  }

  async #hashUpTo(id: string, end: number): Promise<RunningHash> {
    const known = this.#hashes.get(id);
    const running = known && known.position <= end ? known : newRunningHash();
    this.#hashes.set(id, running);
    if (running.position === end) return running;
    const missing = createReadStream(this.path(id), {
      start: running.position,
      end: end - 1,
      highWaterMark: 256 * 1024,
    });
    for await (const chunk of missing) {
      running.hash.update(chunk);
      running.position += chunk.length;
    }
    if (running.position !== end) throw new Error(`The part of upload ${id} is shorter than ${end} bytes.`);
    return running;
  }

  async #stat(id: string) {
    try {
      return await stat(this.path(id));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
  }
}
