import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.ts';
import type { Difference } from '../../protocol/wire/difference.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import type { Dispatcher } from '../commands/dispatcher.ts';
import type { Database } from '../db/schema.ts';
import { expectDifference } from '../files/sweep-candidates.ts';
import type { Nodes } from '../nodes/nodes.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import { createComparer, type Sound } from './comparer.ts';
import { markCompared, nameOf } from './mark-compared.ts';
import { findUncompared, readPairs, type VersionPair } from './version-pairs.ts';

/** `none`: these two will never be compared; `reason` is a sentence. */
export type DifferenceState =
  | { kind: 'ready'; difference: Difference }
  | { kind: 'pending' }
  | { kind: 'none'; reason: string };

/**
 * The changes between two sounds, computed one pair at a time, the last requested first, and kept as a sidecar of the
 * newer one. For each version and the one before it, it is logged as `file:compared` too.
 */
export type Differences = {
  /** Reads a difference, and requests it if it is missing. */
  read(newer: Sound, older: Sound): Promise<DifferenceState>;
  /** Compares the versions of a cut with those before them, where that is missing. */
  refresh(cutId: string): void;
  /** Does the same for all cuts, the newest version first. */
  catchUp(): void;
  close(): Promise<void>;
};

/** A cut with more versions than this was gathered or reordered: nobody reads the difference of all of them. */
const pairsOfCut = 20;
/** With more cuts than this at a start, only the last pair of each is compared, of so many cuts. */
const manyCuts = 100;
const mostCuts = 500;

export function createDifferences(parts: {
  db: Kysely<Database>;
  blobs: BlobStore;
  dispatcher: Pick<Dispatcher, 'record'>;
  nodes: Pick<Nodes, 'once'>;
  clock: Clock;
  log: Logger;
}): Differences {
  const { db, blobs, dispatcher, nodes, clock, log } = parts;
  const comparer = createComparer({ blobs, log });
  /** By their subject, in the order of their last request. */
  const tasks = new Map<string, () => Promise<void>>();
  let running: Promise<void> | null = null;
  let catchingUp: Promise<void> = Promise.resolve();
  let isClosed = false;

  function add(subject: string, task: () => Promise<void>): void {
    tasks.delete(subject);
    tasks.set(subject, task);
    begin();
  }

  function begin(): void {
    if (isClosed || tasks.size === 0) return;
    running ??= run().finally(() => {
      running = null;
      // Something may have been requested while the thread was ending.
      begin();
    });
  }

  async function run(): Promise<void> {
    for (let last = [...tasks].at(-1); last && !isClosed; last = [...tasks].at(-1)) {
      const [subject, task] = last;
      tasks.delete(subject);
      try {
        await task();
      } catch (error) {
        log.error({ err: error, subject }, 'could not compare versions; the next start tries again');
      }
    }
    await comparer.rest();
  }

  const request = (newer: Sound, older: Sound) =>
    add(`pair ${newer.sha256} ${older.sha256}`, () =>
      nodes.once(`compare ${newer.sha256} ${older.sha256}`, () => compare(newer, older)),
    );

  async function refreshCut(cutId: string, limit: number): Promise<void> {
    const { versions, missing } = await readPairs(db, cutId);
    if (versions.every(({ compared }) => compared === 1)) return;
    const incomparable = new Set<string>();
    for (const pair of missing.slice(-limit)) {
      const { version, before } = pair;
      const known = await comparer.readKept(version, before);
      if (known?.kind === 'compared') await record(pair, known.difference.summary);
      else if (known) incomparable.add(nameOf(pair));
      // Its waveform comes first; `refresh` is called again after it.
      else if ((await isMeasured(version)) && (await isMeasured(before))) request(version, before);
    }
    await markCompared(dispatcher, cutId, incomparable);
  }

  async function isMeasured({ sha256 }: Sound): Promise<boolean> {
    await using peaks = await blobs.open(sha256, 'peaks');
    return peaks !== null;
  }

  async function compare(newer: Sound, older: Sound): Promise<void> {
    if (await comparer.readKept(newer, older)) return;
    const pair = { newer: newer.sha256, older: older.sha256 };
    await expectDifference(db, pair, new Date(clock.now()));
    if (!(await comparer.compare(newer, older))) return;
    await forgetEarlier(newer, older);
    const cuts = await db
      .selectFrom('file')
      .select('cutId')
      .distinct()
      .where('sha256', '=', newer.sha256)
      .where('type', '=', 'CUT')
      .execute();
    for (const { cutId } of cuts) refresh(cutId);
  }

  /** The summaries of an earlier method are then missing, and recorded again. */
  async function forgetEarlier(newer: Sound, older: Sound): Promise<void> {
    await dispatcher.record(async ({ tx }) => {
      await tx
        .updateTable('file')
        .set({ differenceTo: null, differenceSummary: null, compared: null })
        .where('sha256', '=', newer.sha256)
        .where('differenceTo', 'in', tx.selectFrom('file').select('id').where('sha256', '=', older.sha256))
        .execute();
      return [];
    });
  }

  async function record({ version, before }: VersionPair, summary: string): Promise<void> {
    await dispatcher.record(async ({ tx }) => {
      // Versions may have been moved or deleted meanwhile.
      const { missing } = await readPairs(tx, version.cutId);
      const isStill = missing.some((pair) => pair.version.id === version.id && pair.before.id === before.id);
      if (!isStill) return [];
      await tx
        .updateTable('file')
        .set({ differenceTo: before.id, differenceSummary: summary })
        .where('id', '=', version.id)
        .execute();
      const payload = { fileId: version.id, cutId: version.cutId, to: before.id, summary };
      return [{ topic: projectTopic(version.projectId), event: { name: 'file:compared', payload } }];
    });
  }

  function refresh(cutId: string, limit = pairsOfCut): void {
    add(`cut ${cutId}`, () => refreshCut(cutId, limit));
  }

  async function requestMissing(): Promise<void> {
    const cuts = await findUncompared(db);
    const isMany = cuts.length > manyCuts;
    // The last requested is the first.
    for (const cutId of cuts.slice(0, mostCuts).reverse()) refresh(cutId, isMany ? 1 : pairsOfCut);
  }

  return {
    async read(newer, older) {
      const known = await comparer.readKept(newer, older);
      if (known?.kind === 'compared') return { kind: 'ready', difference: known.difference };
      if (known) return { kind: 'none', reason: known.reason };
      for (const { sha256 } of [newer, older]) {
        if ((await blobs.size(sha256)) === null)
          return { kind: 'none', reason: 'The bytes of a file are missing.' };
      }
      request(newer, older);
      return { kind: 'pending' };
    },
    refresh: (cutId) => refresh(cutId),
    catchUp() {
      catchingUp = catchingUp.then(requestMissing).catch((error) => {
        log.error({ err: error }, 'could not look for missing differences; the next start tries again');
      });
    },
    async close() {
      isClosed = true;
      await comparer.rest();
      await Promise.all([running, catchingUp]);
    },
  };
}
