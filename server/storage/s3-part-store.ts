import type { Readable } from 'node:stream';
import { collect, inTurns } from './in-turns.ts';
import type { PartStore } from './part-store.ts';
import { leastPartBytes, mostParts, type S3, type S3Object } from './s3.ts';
import { openObjects } from './s3-bytes.ts';
import { StorageError } from './storage-error.ts';
import { newRunningHash, type RunningHash } from './write-hashed.ts';

/** Bytes of an upload: `uploads/<id>/<start>-<end>`. */
type Piece = S3Object & { end: number };

/** A running hash, and the pieces whose bytes it has seen. */
type Hashed = RunningHash & { pieces: readonly Piece[] };

/** Uploads whose running hash is kept. Another one is hashed again when it continues. */
const mostHashed = 1_000;

/**
 * Parts as objects that are never changed, each with the bytes of one stretch, so that they can be read before the
 * upload is complete, by any process. All but the last have the size that S3 wants of parts that it puts together. The
 * last one may be smaller: then the next write puts its bytes into a longer one from the same start. Of several with
 * the same start the longest counts, so an offset that was acknowledged never goes back, even if a half-dead
 * connection to another process still writes.
 */
export function createS3PartStore(s3: S3): PartStore {
  const hashes = new Map<string, Hashed>();
  /** The pieces of the last digest: what was verified is what is opened. */
  const digested = new Map<string, readonly Piece[]>();

  async function piecesOf(id: string): Promise<Piece[]> {
    const found: Piece[] = [];
    for await (const object of s3.list(`uploads/${id}/`)) {
      const end = Number(object.key.split('-').at(-1));
      found.push({ ...object, end });
    }
    // Keys sort by start, then by end.
    const pieces: Piece[] = [];
    for (const piece of found.toReversed().toSorted((a, b) => startOf(a) - startOf(b))) {
      if (startOf(piece) === endOf(pieces)) pieces.push(piece);
    }
    return pieces;
  }

  function keep(id: string, hashed: Hashed): Hashed {
    hashes.delete(id);
    hashes.set(id, hashed);
    const [oldest] = hashes.keys();
    if (hashes.size > mostHashed && oldest) hashes.delete(oldest);
    return hashed;
  }

  async function hashUpTo(id: string, pieces: readonly Piece[], end: number): Promise<Hashed> {
    const known = hashes.get(id);
    const isOfThese = known?.pieces.every(({ key, etag }, at) => isSame(pieces[at], key, etag));
    const running = known && isOfThese && known.position <= end ? known : newRunningHash();
    hashes.delete(id);
    if (running.position < end) {
      const rest = openObjects(s3, pieces).stream({ start: running.position, end: end - 1 });
      for await (const chunk of rest as AsyncIterable<Buffer>) {
        running.hash.update(chunk);
        running.position += chunk.length;
      }
    }
    return keep(id, { ...running, pieces: pieces.filter((piece) => startOf(piece) < end) });
  }

  return {
    async open(id) {
      const pieces = digested.get(id) ?? (await piecesOf(id));
      return pieces.length > 0 ? openObjects(s3, pieces) : null;
    },
    offset: async (id) => endOf(await piecesOf(id)),
    async touchedAt(id) {
      const times = (await collect(s3.list(`uploads/${id}/`))).map(({ modifiedAt }) => modifiedAt);
      return times.length > 0 ? new Date(Math.max(...times.map(Number))) : null;
    },
    async write(source, id, offset, maximumBytes) {
      digested.delete(id);
      const pieces = await piecesOf(id);
      if (endOf(pieces) !== offset) throw movedOn(id);
      const hashed = await hashUpTo(id, pieces, offset);
      hashes.delete(id);
      const writer = await openWriter(s3, id, pieces, maximumBytes);
      try {
        return (await takeAll(source, writer, hashed, maximumBytes)) ? hashed.position : false;
      } finally {
        // Bytes that arrived before the source failed are kept too.
        await writer.finish();
        keep(id, { ...hashed, pieces: writer.pieces });
      }
    },
    async digest(id, size) {
      const pieces = await piecesOf(id);
      if (endOf(pieces) < size) throw new Error(`The part of upload ${id} is shorter than ${size} bytes.`);
      const { hash } = await hashUpTo(id, pieces, size);
      digested.set(id, pieces);
      return hash.copy().digest('hex');
    },
    async remove(id) {
      hashes.delete(id);
      digested.delete(id);
      await inTurns(s3.list(`uploads/${id}/`), ({ key }) => s3.remove(key));
    },
    list: () => collect(s3.listFolders('uploads/')),
  };
}

/** False if the source has more than `maximumBytes`. */
async function takeAll(source: Readable, writer: Writer, hashed: Hashed, maximumBytes: number) {
  for await (const chunk of source as AsyncIterable<Buffer>) {
    if (hashed.position + chunk.length > maximumBytes) return false;
    await writer.take(chunk);
    hashed.hash.update(chunk);
    hashed.position += chunk.length;
  }
  return true;
}

type Writer = {
  /** All pieces, with those that were written. */
  pieces: readonly Piece[];
  take(chunk: Buffer): Promise<void>;
  /** Resolves once every byte that was taken is durable. */
  finish(): Promise<void>;
};

/** Gathers a piece while the one before is being sent. */
async function openWriter(s3: S3, id: string, before: readonly Piece[], maximumBytes: number) {
  const pieceBytes = Math.max(leastPartBytes, Math.ceil(maximumBytes / (mostParts - 1)));
  const last = before.at(-1);
  const tail = last && last.size < pieceBytes ? last : null;
  const pieces = tail ? before.slice(0, -1) : [...before];
  let start = endOf(pieces);
  let filled = 0;
  let buffer = newBuffer();
  let sending: Promise<void> = Promise.resolve();

  function newBuffer() {
    return Buffer.allocUnsafeSlow(Math.max(0, Math.min(pieceBytes, maximumBytes - start)));
  }

  async function send(): Promise<void> {
    const [body, from] = [buffer.subarray(0, filled), start];
    await sending;
    start += filled;
    filled = 0;
    buffer = newBuffer();
    sending = sendPiece(body, from);
    // It is awaited before the next one, or by `finish`.
    sending.catch(() => {});
  }

  async function sendPiece(body: Uint8Array, from: number): Promise<void> {
    const end = from + body.length;
    const put = await s3.put(`uploads/${id}/${digits(from)}-${digits(end)}`, body);
    pieces.push({ ...put, end });
    // The longer one counts already.
    if (tail && startOf(tail) === from) await s3.remove(tail.key).catch(() => {});
  }

  if (tail) {
    for await (const chunk of openObjects(s3, [tail]).stream() as AsyncIterable<Buffer>) {
      chunk.copy(buffer, filled);
      filled += chunk.length;
    }
  }
  return {
    pieces,
    async take(chunk) {
      for (let at = 0; at < chunk.length; ) {
        if (filled === buffer.length) await send();
        const copied = chunk.copy(buffer, filled, at);
        filled += copied;
        at += copied;
      }
    },
    async finish() {
      const isNew = filled > (tail && startOf(tail) === start ? tail.size : 0);
      if (isNew) await send();
      else if (tail && filled > 0) pieces.push(tail);
      await sending;
    },
  } satisfies Writer;
}

const isSame = (piece: Piece | undefined, key: string, etag: string | null) =>
  piece?.key === key && piece.etag === etag;
const startOf = ({ end, size }: Piece) => end - size;
const endOf = (pieces: readonly Piece[]) => pieces.at(-1)?.end ?? 0;
/** So that keys sort as numbers do. */
const digits = (position: number) => String(position).padStart(16, '0');

function movedOn(id: string): Error {
  return new StorageError(`Another connection has continued upload ${id} meanwhile.`, { isLasting: false });
}
