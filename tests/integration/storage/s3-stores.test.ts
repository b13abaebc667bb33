import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { collect } from '../../../server/storage/in-turns.ts';
import type { S3 } from '../../../server/storage/s3.ts';
import { createS3BlobStore } from '../../../server/storage/s3-blob-store.ts';
import { createS3PartStore } from '../../../server/storage/s3-part-store.ts';
import { StorageError } from '../../../server/storage/storage-error.ts';
import { memoryBytes } from '../../contract/storage/memory-bytes.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';
import { hasS3, openTestS3, startS3 } from '../../helpers/s3.ts';
import { startS3Proxy } from '../../helpers/s3-proxy.ts';
import { sha256Of } from '../../helpers/uploads.ts';

const mebibyte = 1024 ** 2;
const id = randomUUID();

function noise(bytes: number): Buffer<ArrayBuffer> {
  const made = Buffer.alloc(bytes);
  for (let at = 0; at + 4 <= bytes; at += 4) made.writeUInt32LE((at * 2_654_435_761) % 2 ** 32, at);
  return made;
}

/** In pieces as a connection brings them. */
function sourceOf(bytes: Buffer): Readable {
  const chunks = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, index) =>
    Buffer.from(bytes.subarray(index * 65_536, (index + 1) * 65_536)),
  );
  return Readable.from(chunks);
}

const keysOf = async (s3: S3, prefix: string) => (await collect(s3.list(prefix))).map(({ key }) => key);

describe.skipIf(!hasS3)('uploads in S3', () => {
  const sound = noise(12 * mebibyte + 5);

  it('are pieces that S3 puts together, and bytes of which none passes the server again', async () => {
    const s3 = await openTestS3();
    const [parts, blobs] = [createS3PartStore(s3), createS3BlobStore(s3, systemClock)];
    expect(await parts.write(sourceOf(sound), id, 0, sound.length)).toBe(sound.length);
    expect(await keysOf(s3, 'uploads/')).toHaveLength(3);
    expect(await parts.digest(id, sound.length)).toBe(sha256Of(sound));
    await using bytes = await parts.open(id);
    if (!bytes) throw new Error('It is not there');
    await blobs.put({ ...bytes, read: refuse, stream: refuse, withLocalFile: refuse }, sha256Of(sound));
    await parts.remove(id);
    expect(await keysOf(s3, 'uploads/')).toEqual([]);
    await using blob = await blobs.open(sha256Of(sound));
    expect(blob && (await buffer(blob.stream())).equals(sound)).toBe(true);
    const range = { start: 5 * mebibyte - 1, end: 10 * mebibyte };
    expect(blob && (await buffer(blob.stream(range)))).toEqual(sound.subarray(range.start, range.end + 1));
  });

  it('continue on another node at any offset, with the hash of what is stored', async () => {
    const s3 = await openTestS3();
    const cuts = [0, 1, 70_000, 5 * mebibyte, 5 * mebibyte + 3, 11 * mebibyte, sound.length];
    for (const [index, start] of cuts.slice(0, -1).entries()) {
      const end = cuts[index + 1] ?? 0;
      const node = createS3PartStore(s3);
      expect(await node.offset(id)).toBe(start);
      expect(await node.write(sourceOf(sound.subarray(start, end)), id, start, sound.length)).toBe(end);
    }
    const node = createS3PartStore(s3);
    expect(await node.digest(id, sound.length)).toBe(sha256Of(sound));
    // The short ones are gone, so that only the last piece may be small.
    expect(await keysOf(s3, 'uploads/')).toHaveLength(3);
  });

  it('never lose acknowledged bytes to a half-dead connection that another node still serves', async () => {
    const s3 = await openTestS3();
    const [dying, next] = [createS3PartStore(s3), createS3PartStore(s3)];
    await dying.write(sourceOf(sound.subarray(0, 1000)), id, 0, sound.length);
    const hanging = new Readable({ read() {} });
    hanging.push(sound.subarray(1000, 2000));
    const late = dying.write(hanging, id, 1000, sound.length);
    await next.write(sourceOf(sound.subarray(1000, 6 * mebibyte)), id, 1000, sound.length);
    hanging.push(null);
    await late.catch(() => {});
    expect(await next.offset(id)).toBe(6 * mebibyte);
    await next.write(sourceOf(sound.subarray(6 * mebibyte)), id, 6 * mebibyte, sound.length);
    expect(await dying.digest(id, sound.length)).toBe(sha256Of(sound));
  });

  it('refuse bytes for an offset that another node has passed', async () => {
    const s3 = await openTestS3();
    await createS3PartStore(s3).write(sourceOf(sound.subarray(0, 10)), id, 0, sound.length);
    const writing = createS3PartStore(s3).write(sourceOf(sound.subarray(5, 10)), id, 5, sound.length);
    await expect(writing).rejects.toThrow(StorageError);
  });

  it('are hashed again if another node has replaced their bytes', async () => {
    const s3 = await openTestS3();
    const [one, other] = [createS3PartStore(s3), createS3PartStore(s3)];
    await one.write(sourceOf(Buffer.from('wrong')), id, 0, 5);
    await one.digest(id, 5);
    await other.remove(id);
    await other.write(sourceOf(Buffer.from('a mix')), id, 0, 5);
    expect(await one.digest(id, 5)).toBe(sha256Of(Buffer.from('a mix')));
  });
});

const refuse = (): never => {
  throw new Error('These bytes are in S3 already.');
};

describe.skipIf(!hasS3)('blobs in S3', () => {
  const mix = Buffer.from('a mix');
  const sha256 = sha256Of(mix);

  it('are never lost between a removal on one node and a put on another', async () => {
    const s3 = await openTestS3();
    const clock = createMovedClock();
    const [one, other] = [createS3BlobStore(s3, clock), createS3BlobStore(s3, clock)];
    for (let round = 0; round < 15; round++) {
      await one.put(memoryBytes(mix), sha256);
      clock.advance(7_200_000);
      const before = new Date(clock.now() - 3_600_000);
      // The database learns of the bytes only after they are put.
      const removing = other.removeUnused(sha256, before, async () => false);
      const putting = one.put(memoryBytes(mix), sha256);
      await Promise.all([removing, putting, one.removeUnused(sha256, before, async () => false)]);
      await using kept = await one.open(sha256);
      expect(kept?.size).toBe(5);
    }
    expect(await keysOf(s3, 'removals/')).toEqual([]);
  });

  it('wait for a removal that has begun, and are there afterwards', async () => {
    const s3 = await openTestS3();
    const clock = createMovedClock();
    const [one, other] = [createS3BlobStore(s3, clock), createS3BlobStore(s3, clock)];
    await one.put(memoryBytes(mix), sha256);
    clock.advance(7_200_000);
    let putting: Promise<void> | undefined;
    const removed = await other.removeUnused(sha256, new Date(clock.now()), async () => {
      putting = one.put(memoryBytes(mix), sha256);
      await new Promise((resolve) => setTimeout(resolve, 150));
      return false;
    });
    await putting;
    expect(removed).toBe(true);
    expect(await one.size(sha256)).toBe(5);
  });

  it('lose the sidecars that an interrupted removal has left', async () => {
    const s3 = await openTestS3();
    const blobs = createS3BlobStore(s3, systemClock);
    await blobs.put(memoryBytes(mix), sha256);
    await blobs.writeSidecar(sha256, 'peaks', Buffer.from('wave'));
    await s3.remove(`blobs/${sha256}`);
    await s3.put(`removals/${sha256}/${randomUUID()}`, Buffer.alloc(0));
    await blobs.discardUnfinished();
    expect(await collect(blobs.listSidecars('peaks'))).toEqual([sha256]);
    // No removal takes an hour, so its process has ended.
    await createS3BlobStore(aged(s3, 3_600_000), systemClock).discardUnfinished();
    expect(await collect(blobs.listSidecars('peaks'))).toEqual([]);
    expect(await keysOf(s3, 'removals/')).toEqual([]);
  });

  it('are spooled for a program that needs a file, and nothing stays behind', async () => {
    const blobs = createS3BlobStore(await openTestS3(), systemClock);
    await blobs.put(memoryBytes(mix), sha256);
    await using bytes = await blobs.open(sha256);
    let used = '';
    const read = await bytes?.withLocalFile((path) => {
      used = path;
      return readFile(path, 'utf8');
    });
    expect(read).toBe('a mix');
    expect(existsSync(used)).toBe(false);
  });

  it('leave no spooled files of a process that was killed', async () => {
    const ended = await mkdtemp(join(tmpdir(), 'bandmate-spool-2147483647-'));
    const running = await mkdtemp(join(tmpdir(), `bandmate-spool-${process.ppid}-`));
    try {
      await mkdir(join(ended, 'incoming'));
      await createS3BlobStore(await openTestS3(), systemClock).discardUnfinished();
      expect([existsSync(ended), existsSync(running)]).toEqual([false, true]);
    } finally {
      await rm(running, { recursive: true });
    }
  });
});

/** The same, but every object is older. */
function aged(s3: S3, milliseconds: number): S3 {
  return {
    ...s3,
    async *list(prefix) {
      for await (const object of s3.list(prefix))
        yield { ...object, modifiedAt: new Date(object.modifiedAt.getTime() - milliseconds) };
    },
  };
}

describe.skipIf(!hasS3)('a storage with troubles', () => {
  const sound = noise(6 * mebibyte);
  const sha256 = sha256Of(sound);

  async function behindProxy() {
    const service = await startS3();
    const proxy = await startS3Proxy(service.endpoint);
    const s3 = await openTestS3(service.freshUrl(proxy.endpoint));
    return { proxy, blobs: createS3BlobStore(s3, systemClock), parts: createS3PartStore(s3) };
  }

  it.each(['cut', 'half', 'late', { status: 500 }, { status: 503 }] as const)(
    'is asked again when a request fails once: %j',
    async (fate) => {
      const { proxy, blobs, parts } = await behindProxy();
      let count = 0;
      proxy.decide = () => (count++ % 4 === 0 ? fate : 'pass');
      expect(await parts.write(sourceOf(sound), id, 0, sound.length)).toBe(sound.length);
      expect(await parts.digest(id, sound.length)).toBe(sha256);
      await using bytes = await parts.open(id);
      if (bytes) await blobs.put(bytes, sha256);
      await using kept = await blobs.open(sha256);
      expect(kept && (await buffer(kept.stream())).equals(sound)).toBe(true);
      expect(proxy.spoilt).toBeGreaterThan(2);
    },
  );

  it('may cut a download: it goes on where it ended', async () => {
    const { proxy, blobs } = await behindProxy();
    await blobs.put(memoryBytes(sound), sha256);
    await using kept = await blobs.open(sha256);
    let left = 3;
    proxy.decide = ({ method }) => (method === 'GET' && left-- > 0 ? 'halfAnswer' : 'pass');
    expect(kept && (await buffer(kept.stream())).equals(sound)).toBe(true);
    expect(proxy.spoilt).toBe(3);
  });

  it('is given up after a few attempts, with an error that clients wait for', async () => {
    const { proxy, blobs } = await behindProxy();
    await blobs.put(memoryBytes(sound), sha256);
    proxy.decide = () => ({ status: 503 });
    const failed = await blobs.put(memoryBytes(sound), sha256).catch((error) => error);
    expect(failed).toBeInstanceOf(StorageError);
    expect(failed.answer).toMatchObject({ kind: 'unavailable' });
    expect(proxy.spoilt).toBe(4);
    proxy.decide = () => 'pass';
    await blobs.put(memoryBytes(sound), sha256);
  });
});
