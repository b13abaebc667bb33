import type { Readable } from 'node:stream';
import type { StoredBytes } from './stored-bytes.ts';

/**
 * Files kept beside a blob, which disappear with it. Their content depends on the blob alone: another format needs
 * another name here.
 */
export const sidecarNames = ['peaks', 'loudness', 'rms'] as const;
export type SidecarName = (typeof sidecarNames)[number];

/** The compressed copy of a sound, as Ogg Opus. */
export const copySidecar = 'opus';

/** A sidecar of a newer blob whose content depends on an older one as well, which is named by its SHA-256. */
export type PairSidecar = `difference-${string}`;
export const pairSidecar = (olderSha256: string): PairSidecar => `difference-${olderSha256}`;

export type Sidecar = SidecarName | typeof copySidecar | PairSidecar;

/** Bytes that were received but are not kept yet; disposing of them discards them. */
export type ReceivedBytes = StoredBytes & { sha256: string };

/**
 * Blobs by the SHA-256 of their bytes, in hexadecimal. The same bytes are kept once, whoever uploads them. A blob is
 * there whole or not at all, whenever the process ends. Nothing here says where the bytes are.
 *
 * Every method throws what the store's medium says; `isNoSpace` recognises a full disk.
 */
export type BlobStore = {
  /**
   * Takes bytes whose hash is not known yet, hashing them as they arrive. Null if there are more than `maximumBytes`.
   * Throws what the source throws. Leaves nothing behind unless it returns bytes.
   */
  receive(source: Readable, maximumBytes: number): Promise<ReceivedBytes | null>;
  /**
   * Keeps bytes whose SHA-256 the caller has checked. The blob is durable when this resolves, and counts as put now.
   * The source stays the caller's, to discard once the database knows the blob. So a crash in between costs nothing,
   * and nobody can claim bytes that another user has sent.
   */
  put(bytes: StoredBytes, sha256: string): Promise<void>;
  /**
   * Adds a blob or a sidecar from another store, for backups: durable only after `flush`, and without changing when
   * the blob was put. Does nothing if it is there with the same size.
   */
  add(bytes: StoredBytes, sha256: string, sidecar?: Sidecar): Promise<void>;
  /** Makes everything that was added durable. */
  flush(): Promise<void>;

  /** Null if there is no such blob or sidecar. An empty sidecar says that there is nothing to know. */
  open(sha256: string, sidecar?: Sidecar): Promise<StoredBytes | null>;
  /** Size in bytes, or null if there is no such blob. */
  size(sha256: string): Promise<number | null>;
  /** The hash of every blob. */
  list(): AsyncIterable<string>;
  /** Removes a blob with its sidecars, if it is there. */
  remove(sha256: string): Promise<void>;
  /**
   * Removes the blob unless it was put at `before` or later, or `isUsed` says so. Answers whether it did. A `put` at
   * the same moment waits and then counts as newer, so a blob that was just put is never removed.
   */
  removeUnused(sha256: string, before: Date, isUsed: () => Promise<boolean>): Promise<boolean>;

  /** Whole or not at all. Does nothing if the blob is gone. */
  writeSidecar(sha256: string, sidecar: Sidecar, bytes: Uint8Array | StoredBytes): Promise<void>;
  /** Does nothing if it isn't there. */
  removeSidecar(sha256: string, sidecar: Sidecar): Promise<void>;
  /** The hash of every blob that has this sidecar. */
  listSidecars(name: SidecarName): AsyncIterable<string>;
  /** Every pair sidecar, or those of one newer blob. */
  listPairs(newer?: string): AsyncIterable<{ newer: string; older: string }>;

  /** How many more bytes the store takes, without what it keeps free for the database; infinite if it knows no limit. */
  freeBytes(): Promise<number>;
  /**
   * Discards what was being received when an earlier process ended. Call it once at start, and only from the server
   * that owns the store: a backup reads the same store beside it.
   */
  discardUnfinished(): Promise<void>;
};
