import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ServerClient } from '../../client/session/server-client.ts';
import type { Clock } from '../../common/clock.ts';
import { safeFileName } from '../../common/safe-file-name.ts';
import type { Answer } from '../../protocol/ipc/bridge.ts';
import type { SavedStems } from '../../protocol/ipc/stems.ts';
import type { File } from '../../protocol/wire/file.ts';
import { type Throttle, throttled, unlimited } from '../beside/throttle.ts';
import { placeFile } from '../common/place-file.ts';
import { fetchFrom } from '../media/remote-file.ts';
import { Unavailable } from '../media/unavailable.ts';
import { stemsText } from '../text/stems.ts';
import { explainWrite } from './explain-write.ts';

/** In place of a file's id: everything the server keeps about the account. */
export const ownDataId = 'account';

/** The server makes it while it sends it, so it can't announce its length. */
const mostOwnData = 1024 ** 3;

/** Saves what the server has in the downloads folder: files, the stems of a version as a ZIP, or the account's own data. */
export type Downloads = {
  /** Resolves when all of it is there. Other bytes than the `expected` ones are not kept. */
  save(id: string, name: string, expected?: Expected): Promise<Answer<SavedStems>>;
  /** Stops saving, and removes what was saved so far. */
  cancel(id: string): void;
  /** Where it was saved last; null if it wasn't, since this start. */
  pathOf(id: string): string | null;
  stop(): Promise<void>;
};

/** The size and hash of a file, as the band knows it. */
type Expected = Pick<File, 'size' | 'sha256'>;

type Dependencies = {
  client: ServerClient;
  /** Where the server has the bytes of an id. */
  addressOf(id: string): string;
  /** Null where there is no desktop. */
  downloadsFolder(): string | null;
  onProgress(progress: { id: string; received: number; total: number }): void;
  /** How fast bytes may come; as fast as possible if it is left out. */
  throttle?: Pick<Throttle, 'take'>;
  clock: Pick<Clock, 'monotonic'>;
};

const otherBytes = new Unavailable('offline', stemsText.otherBytes);

const progressMilliseconds = 200;

export function createDownloads({
  client,
  addressOf,
  downloadsFolder,
  onProgress,
  throttle = unlimited,
  clock,
}: Dependencies): Downloads {
  const open = new Map<string, { abort: AbortController; ended: Promise<Answer<SavedStems>> }>();
  const paths = new Map<string, string>();

  async function download(
    id: string,
    name: string,
    expected: Expected | undefined,
    signal: AbortSignal,
  ): Promise<Answer<SavedStems>> {
    const folder = downloadsFolder();
    if (folder === null) return { ok: false, kind: 'invalid', message: stemsText.noFolder };
    const partial = join(folder, `${safeFileName(name)}.${id.slice(-8)}.part`);
    try {
      const response = await fetchFrom(client, addressOf(id), {}, signal);
      await mkdir(folder, { recursive: true });
      const announced = Number(response.headers.get('content-length') ?? 0);
      const most = expected?.size ?? (id === ownDataId ? mostOwnData : announced);
      const found = await write(response, partial, report(id, response), most, throttle, signal);
      if (expected && (found.size !== expected.size || found.sha256 !== expected.sha256)) throw otherBytes;
      const path = await placeFile(partial, folder, safeFileName(name));
      paths.set(id, path);
      return { ok: true, data: { kind: 'saved', name: path.slice(folder.length + 1) } };
    } catch (error) {
      // Nothing is left in a folder that can't be written to.
      await rm(partial, { force: true }).catch(() => {});
      if (signal.aborted) return { ok: true, data: { kind: 'cancelled' } };
      return explainWrite(error, stemsText.notWritten);
    }
  }

  function report(id: string, response: Response): (received: number) => void {
    const total = Number(response.headers.get('content-length') ?? 0);
    let last = Number.NEGATIVE_INFINITY;
    return (received) => {
      if (received < total && clock.monotonic() - last < progressMilliseconds) return;
      last = clock.monotonic();
      onProgress({ id, received, total });
    };
  }

  return {
    save(id, name, expected) {
      const running = open.get(id);
      if (running) return running.ended;
      const abort = new AbortController();
      const ended = download(id, name, expected, abort.signal).finally(() => open.delete(id));
      open.set(id, { abort, ended });
      return ended;
    },
    cancel: (id) => open.get(id)?.abort.abort(),
    pathOf: (id) => paths.get(id) ?? null,
    async stop() {
      for (const { abort } of open.values()) abort.abort();
      await Promise.all([...open.values()].map(({ ended }) => ended));
    },
  };
}

/** Writes the whole answer, and stops at the first byte beyond `most`. An answer that ends early is an error: fetch checks its length. */
async function write(
  { body }: Response,
  path: string,
  onReceived: (received: number) => void,
  most: number,
  throttle: Pick<Throttle, 'take'>,
  signal: AbortSignal,
): Promise<Expected> {
  let received = 0;
  const hash = createHash('sha256');
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (received > most) return done(otherBytes);
      hash.update(chunk);
      onReceived(received);
      done(null, chunk);
    },
  });
  if (!body) throw new Unavailable('offline', stemsText.cutShort);
  await pipeline(Readable.fromWeb(throttled(body, throttle, signal)), counter, createWriteStream(path), {
    signal,
  });
  return { size: received, sha256: hash.digest('hex') };
}
