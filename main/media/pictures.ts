import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../client/common/log.ts';
import type { ServerClient } from '../../client/session/server-client.ts';
import type { Clock } from '../../common/clock.ts';
import { picturePath } from '../../protocol/wire/picture.ts';
import { mediaText } from '../text/media.ts';
import { atMost, fetchFrom } from './remote-file.ts';
import { Unavailable } from './unavailable.ts';

/** The pictures of people, projects and songs, kept on this disk by the hash of their content. */
export type Pictures = {
  /** From the disk, else from the server. Throws `Unavailable`. */
  answer(sha256: string): Promise<Response>;
};

/** The oldest beyond this number are removed at the start. */
const mostPictures = 1_000;

/** The server takes no larger ones. */
const mostBytes = 10 * 1024 ** 2;

const patienceMilliseconds = 30_000;

export function createPictures(parts: {
  folder: string;
  client: ServerClient;
  clock: Clock;
  log: Log;
  stopping: AbortSignal;
}): Pictures {
  const { folder, client, clock, log, stopping } = parts;
  const fetching = new Map<string, Promise<Buffer>>();
  const tidied = removeOldest(folder).catch((error: unknown) =>
    log.warn({ error: String(error) }, 'Old pictures could not be removed'),
  );

  async function fetchOne(sha256: string): Promise<Buffer> {
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(patienceMilliseconds)]);
    const response = await fetchFrom(client, picturePath(sha256), {}, signal);
    const body = response.body?.pipeThrough(atMost(mostBytes, client.serverUrl)) ?? null;
    const bytes = Buffer.from(await new Response(body).arrayBuffer());
    if (hashOf(bytes) !== sha256) throw new Unavailable('offline', mediaText.otherAnswer(client.serverUrl));
    await tidied;
    await keep(sha256, bytes).catch((error: unknown) =>
      log.warn({ error: String(error) }, 'A picture could not be kept'),
    );
    return bytes;
  }

  async function keep(sha256: string, bytes: Buffer): Promise<void> {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${sha256}.new`), bytes);
    await rename(join(folder, `${sha256}.new`), join(folder, sha256));
  }

  /** Null if it isn't there, or damaged. */
  async function readKept(sha256: string): Promise<Buffer | null> {
    const path = join(folder, sha256);
    const bytes = await readFile(path).catch(() => null);
    if (!bytes || hashOf(bytes) !== sha256) return null;
    const now = new Date(clock.now());
    await utimes(path, now, now).catch(() => undefined);
    return bytes;
  }

  return {
    async answer(sha256) {
      const bytes = (await readKept(sha256)) ?? (await once(fetching, sha256, fetchOne));
      const mimeType = typeOf(bytes);
      if (mimeType === null) throw new Unavailable('unsupported-type', mediaText.notAPicture);
      return new Response(new Uint8Array(bytes), {
        headers: {
          'cache-control': 'private, max-age=31536000, immutable',
          'content-type': mimeType,
          'x-content-type-options': 'nosniff',
        },
      });
    },
  };
}

/** Several faces of one person on a screen make one request. */
function once(
  running: Map<string, Promise<Buffer>>,
  sha256: string,
  fetchOne: (sha256: string) => Promise<Buffer>,
): Promise<Buffer> {
  const known = running.get(sha256);
  if (known) return known;
  const started = fetchOne(sha256).finally(() => running.delete(sha256));
  running.set(sha256, started);
  return started;
}

async function removeOldest(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.length <= mostPictures) return;
  const aged = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  );
  aged.sort((one, other) => other.at - one.at);
  for (const { name } of aged.slice(mostPictures)) await rm(join(folder, name), { force: true });
}

/** By the first twelve bytes: whatever follows, the page reads it. */
function typeOf(bytes: Buffer): string | null {
  const head = bytes.toString('latin1', 0, 12);
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'image/webp';
  return /^GIF8[79]a/.test(head) ? 'image/gif' : null;
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
