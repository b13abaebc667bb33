import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../db/schema.ts';
import { readPlacesOfBytes } from '../entities/file.ts';
import { createNewestFirst } from '../newest-first.ts';
import { aloneNode, type Nodes } from '../nodes/nodes.ts';
import { type BlobStore, type SidecarName, sidecarNames } from '../storage/blob-store.ts';
import { readAll } from '../storage/stored-bytes.ts';
import { createMeasuringThread } from './measuring-thread.ts';
import type { NoSound } from './measuring-worker.ts';
import { isSoundOfFile, markMeasured, unmeasuredBytes } from './unmeasured-bytes.ts';

/** A file of sound, by its bytes. */
export type Sound = { sha256: string; mimeType: string };

/** Whether there may be sound to measure: in a version, and in a stem that isn't an archive. */
export const isSound = ({ mimeType }: { mimeType: string }) => mimeType.startsWith('audio/');

/** A file whose bytes were measured, and where it is. */
export type MeasuredFile = { fileId: string; cutId: string; projectId: string };

/** The use of a figure, besides keeping it as a sidecar. */
export type FigureUse = {
  /**
   * Stores the figure of these bytes in the database, and logs it for the files that have them; a file that is added
   * later finds it there. It runs before the sidecar is kept. So after a crash in between, or if it rejects, it runs
   * again at the next start, and must tolerate that.
   */
  record?(sha256: string, figure: Uint8Array): Promise<unknown>;
  /** Those of these sounds without this figure in the database. A backup may hold their sidecars, if these are younger than it. */
  findUnrecorded?(hashes: readonly string[]): Promise<string[]>;
  /**
   * Runs for each file once the sidecar can be read, or once it is known that there is no sound to measure. `names`: all
   * figures that the same pass has measured.
   */
  announce?(file: MeasuredFile, names: readonly SidecarName[]): void;
};

export type MeasurementState =
  | { kind: 'ready'; bytes: Buffer }
  | { kind: 'pending' }
  | { kind: 'none'; why: NoSound };

/**
 * Figures of sound (see `meters`), measured after a file is visible and kept as sidecars of its blob: each blob once,
 * one at a time, the last requested first. Each start measures what is missing, also after an update that added a meter: it
 * looks for the sidecars of all bytes that aren't known to have them (`blob.measured`).
 */
export type Measurements = {
  /** Measures what is missing of a sound. */
  request(sound: Sound): void;
  /** Reads a figure, and requests it if it is missing. */
  read(sound: Sound, name: SidecarName): Promise<MeasurementState>;
  /** Requests everything that is missing, the newest file first. */
  catchUp(): void;
  /** How many sounds wait. */
  waiting(): number;
  /** Resolves once nothing waits to be measured. */
  idle(): Promise<void>;
  close(): Promise<void>;
};

/** The sidecar of peaks says why there are none. Earlier ones are empty, as those of the other figures. */
const noneMark = 'none:';

export function createMeasurements(parts: {
  db: Kysely<Database>;
  blobs: BlobStore;
  use: Record<SidecarName, FigureUse>;
  /** Of several nodes one measures a sound. */
  nodes?: Pick<Nodes, 'once'>;
  log: Logger;
}): Measurements {
  const { db, blobs, use, nodes = aloneNode('alone'), log } = parts;
  const thread = createMeasuringThread();
  const queue = createNewestFirst<Sound>({
    run: (sound) => nodes.once(`measure ${sound.sha256}`, () => measure(sound)),
    onFailure: (error, { sha256 }) =>
      log.error({ err: error, sha256 }, 'could not keep a measurement; the next start tries again'),
    rest: thread.stop,
  });
  let catchingUp: Promise<void> = Promise.resolve();

  async function requestMissing(): Promise<void> {
    for await (const page of unmeasuredBytes(db)) {
      const sounds = page.filter(isSoundOfFile);
      await recordKept(sounds.map(({ sha256 }) => sha256));
      const known = page.filter(({ mimeType, isNamed }) => mimeType === null && isNamed);
      for (const sound of sounds) {
        if (queue.isClosed()) return;
        if ((await findMissing(sound.sha256)).length > 0) queue.request(sound);
        else known.push(sound);
      }
      await markMeasured(
        db,
        known.map(({ sha256 }) => sha256),
      );
    }
  }

  async function recordKept(hashes: readonly string[]): Promise<void> {
    if (hashes.length === 0) return;
    for (const name of sidecarNames) {
      for (const sha256 of (await use[name].findUnrecorded?.(hashes)) ?? []) {
        if (queue.isClosed()) return;
        await using sidecar = await blobs.open(sha256, name);
        if (sidecar && sidecar.size > 0) await use[name].record?.(sha256, await readAll(sidecar));
      }
    }
  }

  async function findMissing(sha256: string): Promise<SidecarName[]> {
    const missing: SidecarName[] = [];
    for (const name of sidecarNames) {
      await using sidecar = await blobs.open(sha256, name);
      if (!sidecar) missing.push(name);
    }
    return missing;
  }

  async function findReason(sha256: string): Promise<NoSound> {
    await using peaks = await blobs.open(sha256, 'peaks');
    const text = peaks && peaks.size <= 32 ? (await readAll(peaks)).toString() : '';
    const why = text.slice(noneMark.length);
    return text.startsWith(noneMark) && (why === 'damaged' || why === 'costly') ? why : 'unreadable';
  }

  async function measure({ sha256, mimeType }: Sound): Promise<void> {
    const names = await findMissing(sha256);
    if (names.length > 0 && !(await measureMissing(names, { sha256, mimeType }))) return;
    await markMeasured(db, [sha256]);
  }

  /** Answers whether all of them are known now. */
  async function measureMissing(
    names: readonly SidecarName[],
    { sha256, mimeType }: Sound,
  ): Promise<boolean> {
    await using bytes = await blobs.open(sha256);
    const result = bytes
      ? await bytes.withLocalFile((path) => thread.run({ path, mimeType, names }))
      : ({ kind: 'failed', reason: 'its bytes are missing' } as const);
    if (result.kind === 'failed') {
      if (!queue.isClosed())
        log.warn({ sha256, reason: result.reason }, 'could not read a file to measure it');
      return false;
    }
    if (result.kind === 'none') {
      log.info({ sha256, mimeType, reason: result.reason }, 'a file has no sound to measure');
    }
    const measured = result.kind === 'measured' ? result.measured : {};
    const none = result.kind === 'none' ? noneMark + result.why : '';
    for (const name of names) {
      const figure = measured[name];
      if (figure) await use[name].record?.(sha256, figure);
      await blobs.writeSidecar(sha256, name, figure ?? Buffer.from(name === 'peaks' ? none : ''));
    }
    const files = await readPlacesOfBytes(db, sha256);
    for (const file of files) for (const name of names) use[name].announce?.(file, names);
    return true;
  }

  return {
    request: queue.request,
    async read(sound, name) {
      await using sidecar = await blobs.open(sound.sha256, name);
      if (!sidecar) {
        queue.request(sound);
        return { kind: 'pending' };
      }
      const bytes = await readAll(sidecar);
      const isNone = bytes.length === 0 || (name === 'peaks' && bytes.toString('latin1', 0, 5) === noneMark);
      return isNone ? { kind: 'none', why: await findReason(sound.sha256) } : { kind: 'ready', bytes };
    },
    catchUp() {
      catchingUp = requestMissing().catch((error) => {
        log.error({ err: error }, 'could not look for missing measurements; the next start tries again');
      });
    },
    waiting: queue.waiting,
    async idle() {
      await catchingUp;
      await queue.idle();
    },
    async close() {
      queue.close();
      await thread.stop();
      await Promise.all([queue.idle(), catchingUp]);
    },
  };
}
