import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely, KyselyPlugin } from 'kysely';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { chunksOf } from '../../../server/db/chunks.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import type { Database } from '../../../server/db/schema.ts';
import { keepBytes } from '../../../server/files/keep-bytes.ts';
import { addSweepCandidates } from '../../../server/files/sweep-candidates.ts';
import type { BlobStore } from '../../../server/storage/blob-store.ts';
import { memoryBytes } from '../../contract/storage/memory-bytes.ts';
import { type BlobWorld, hashOf, openBlobWorld, watched } from '../../helpers/blob-world.ts';
import { bothDatabases } from '../../helpers/both-databases.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { pngDataUrl } from '../../helpers/pictures.ts';
import { freshPostgresDatabase, hasPostgres, sharedPostgres, withClient } from '../../helpers/postgres.ts';
import { until } from '../../helpers/until.ts';

/** Refers to the blob of “mix”, and answers what ends that. */
type Reference = (world: BlobWorld) => Promise<() => Promise<unknown>>;

const deleting =
  (kind: 'file.delete' | 'cut.delete' | 'vibe.delete' | 'project.delete'): Reference =>
  async (world) => {
    const fileId = await world.upload('mix');
    const { cutId, vibeId, projectId } = world;
    const ids = {
      ...{ 'file.delete': fileId, 'cut.delete': cutId },
      ...{ 'vibe.delete': vibeId, 'project.delete': projectId },
    };
    await world.run({ kind, payload: { id: ids[kind] } });
    return world.expire;
  };

const showing =
  (table: 'project' | 'vibe', lose: (world: BlobWorld) => Promise<unknown>): Reference =>
  async (world) => {
    const imageSha256 = await world.put('mix');
    const column = table === 'project' ? 'id' : 'projectId';
    await world.db.updateTable(table).set({ imageSha256 }).where(column, '=', world.projectId).execute();
    return () => lose(world);
  };

const deleteProject = ({ db, projectId }: BlobWorld) =>
  db.deleteFrom('project').where('id', '=', projectId).execute();

const references: [what: string, Reference][] = [
  ['a file that can no longer be restored', deleting('file.delete')],
  ['a cut that can no longer be restored', deleting('cut.delete')],
  ['a vibe that can no longer be restored', deleting('vibe.delete')],
  ['a project that can no longer be restored', deleting('project.delete')],
  [
    'a picture that was replaced',
    showing('project', ({ run, projectId: id }) =>
      run({ kind: 'project.update', payload: { id, picture: pngDataUrl(8, 8) } }),
    ),
  ],
  ['the picture of a project that is gone', showing('project', deleteProject)],
  ['the picture of a vibe that is gone', showing('vibe', deleteProject)],
  [
    'a file that refers to another blob',
    async ({ db, upload }) => {
      const id = await upload('mix');
      const other = db.updateTable('file').set({ sha256: hashOf('other') });
      return () => other.where('id', '=', id).execute();
    },
  ],
];

describe.each(bothDatabases)('unreferenced blobs, on $name', ({ isHere, open }) => {
  it.runIf(isHere)('cost the store nothing among 1,000 others while nothing changes', async () => {
    const world = await openBlobWorld(await open());
    const { db, cutId, projectId, blobs, asked, statements } = world;
    const contents = Array.from({ length: 1_000 }, (_, index) => `mix ${index}`);
    const id = await world.upload('mix');
    const file = await db.selectFrom('file').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    // In another cut: deleting and restoring so many takes seconds.
    const others = { ...file, cutId: newId() };
    await world.run({
      kind: 'cut.create',
      payload: { id: others.cutId, vibeId: world.vibeId, name: 'Others' },
    });
    const rows = contents.map((content) => ({ ...others, id: newId(), sha256: hashOf(content) }));
    for (const chunk of chunksOf(rows)) await db.insertInto('file').values(chunk).execute();
    for (const content of contents) await blobs.put(memoryBytes(Buffer.from(content)), hashOf(content));
    await world.run({ kind: 'file.delete', payload: { id } });
    asked.length = 0;
    await world.sweep();
    expect(asked).toEqual(['list', 'listPairs']);

    for (const change of [
      async () => {},
      async () => {},
      () => world.upload('a new mix'),
      () => world.run({ kind: 'file.restore', payload: { id } }),
      () => world.run({ kind: 'cut.delete', payload: { id: cutId } }),
      () => world.run({ kind: 'cut.restore', payload: { id: cutId } }),
      () => world.run({ kind: 'project.delete', payload: { id: projectId } }),
      () => world.run({ kind: 'project.restore', payload: { id: projectId } }),
    ]) {
      await change();
      [asked.length, statements.length] = [0, 0];
      await world.sweep();
      expect(asked).toEqual([]);
    }
    // Abandoned uploads, the row that says the store was listed, and the page of candidates with what refers to them.
    [asked.length, statements.length] = [0, 0];
    await world.sweep();
    expect(statements.length).toBeLessThanOrEqual(4);
  });

  it.runIf(isHere).each(references)('go a day after they were put, after %s', async (_what, refer) => {
    const world = await openBlobWorld(await open());
    const live = await showOther(world);
    const lose = await refer(world);
    const sha256 = hashOf('mix');
    const uploads = world.db.selectFrom('upload').select('id');
    await addUpload(world);
    await world.sweep();
    expect(await world.traces(sha256)).toContain('bytes');
    expect(await world.traces(sha256)).not.toContain('sweepCandidate');
    await world.keepDifference(live, sha256);

    await lose();
    for (const hours of [0, 12, 11]) {
      world.pass(hours);
      await world.sweep();
      expect(await world.traces(sha256)).toContain('bytes');
    }
    world.pass(2);
    await world.sweep();
    expect(await world.traces(sha256)).toEqual([]);
    expect(await world.traces(live)).toEqual(['bytes']);
    const isProjectLeft = (await world.db.selectFrom('project').select('id').execute()).length > 1;
    expect(await uploads.execute()).toHaveLength(isProjectLeft ? 1 : 0);
  });

  it.runIf(isHere)('go a day after they were put, if the commit never came', async () => {
    const world = await openBlobWorld(await open());
    await world.sweep();
    const sha256 = await world.put('mix');
    world.asked.length = 0;
    for (const hours of [0, 23]) {
      world.pass(hours);
      await world.sweep();
    }
    expect(world.asked).toEqual([]);
    world.pass(2);
    await world.sweep();
    expect(await world.traces(sha256)).toEqual([]);
    // Nothing was stored because the disk was full, or the storage away.
    const failing = { ...world.blobs, put: () => Promise.reject(new Error('away')) };
    const bytes = memoryBytes(Buffer.from('mix'));
    await expect(keepBytes({ context: world.context, blobs: failing }, bytes, sha256)).rejects.toThrow(
      'away',
    );
    expect(await world.traces(sha256)).toEqual(['sweepCandidate']);
    world.pass(25);
    await world.sweep();
    expect(await world.traces(sha256)).toEqual([]);
  });

  it.runIf(isHere)('stay if something refers to them again meanwhile, until that ends too', async () => {
    const world = await openBlobWorld(await open());
    const [id, twin] = [await world.upload('mix'), await world.upload('mix')];
    const sha256 = hashOf('mix');
    for (const each of [id, twin]) await world.run({ kind: 'file.delete', payload: { id: each } });
    await world.run({ kind: 'file.restore', payload: { id } });
    await world.expire();
    world.pass(25);
    await world.sweep();
    expect(await world.traces(sha256)).toEqual(['bytes', 'blob']);
    await world.run({ kind: 'file.delete', payload: { id } });
    await world.expire();
    await world.upload('mix');
    await world.sweep();
    expect(await world.traces(sha256)).toEqual(['bytes', 'blob']);
    await world.run({ kind: 'cut.delete', payload: { id: world.cutId } });
    await world.expire();
    world.pass(25);
    await world.sweep();
    expect(await world.traces(sha256)).toEqual([]);
  });

  it.runIf(isHere)('are listed again after a restore, with the differences to them', async () => {
    const world = await openBlobWorld(await open());
    const { db, blobs, asked } = world;
    await world.upload('newer');
    await world.sweep();
    // No row knows these: a blob, and a difference to one that is gone.
    await blobs.put(memoryBytes(Buffer.from('mix')), hashOf('mix'));
    await blobs.writeSidecar(hashOf('newer'), `difference-${hashOf('older')}`, Buffer.from('{}'));
    world.pass(25);
    await world.sweep();
    expect(await world.traces(hashOf('mix'))).toEqual(['bytes']);
    expect(await world.traces(hashOf('older'))).toEqual(['difference']);

    await db.updateTable('meta').set({ value: newId() }).where('key', '=', 'epoch').execute();
    await world.sweep(blobs, db, AbortSignal.abort());
    await world.sweep();
    expect(await world.traces(hashOf('mix'))).toEqual([]);
    expect(await world.traces(hashOf('older'))).toEqual([]);
    expect(await world.traces(hashOf('newer'))).toEqual(['bytes', 'blob']);
    asked.length = 0;
    await world.sweep();
    expect(asked).toEqual([]);
  });

  it.runIf(isHere)('go completely, wherever the sweep before was interrupted', async () => {
    const world = await openBlobWorld(await open());
    const newer = await showOther(world);
    for (let last = 0; ; last++) {
      const id = await world.upload(`mix ${last}`);
      const sha256 = hashOf(`mix ${last}`);
      await world.keepDifference(newer, sha256);
      await world.keepDifference(sha256, newer);
      await world.run({ kind: 'file.delete', payload: { id } });
      await world.expire();
      world.pass(25);
      const isWhole = await sweepUntil(world, last);
      await world.sweep();
      expect(await world.traces(sha256), `after step ${last}`).toEqual([]);
      if (!isWhole) continue;
      expect(last).toBeGreaterThan(15);
      return;
    }
  });

  it.runIf(isHere)('are found behind 1,100 others that must stay', async () => {
    const world = await openBlobWorld(await open());
    const { db, blobs, clock, asked } = world;
    await world.sweep();
    const put = (content: string) => blobs.put(memoryBytes(Buffer.from(content)), hashOf(content));
    await put('mix');
    world.pass(25);
    const contents = Array.from({ length: 1_100 }, (_, index) => `mix ${index}`);
    for (const content of contents) await put(content);
    await addSweepCandidates(db, contents.slice(0, 600).map(hashOf), new Date(clock.now()));
    await addSweepCandidates(db, contents.slice(600).map(hashOf), null);
    await addSweepCandidates(db, [hashOf('mix')], null);
    asked.length = 0;
    await world.sweep();
    expect(asked.filter((name) => name === 'removeUnused')).toHaveLength(501);
    expect(await world.traces(hashOf('mix'))).toEqual([]);
    const left = await db.selectFrom('sweepCandidate').select('sha256').orderBy('number').execute();
    expect(left.map(({ sha256 }) => sha256)).toEqual(contents.map(hashOf));
  });
});

/** A blob that another project shows. */
async function showOther({ run, put, db }: BlobWorld): Promise<string> {
  const id = newId();
  await run({ kind: 'project.create', payload: { id, name: 'LP' } });
  const imageSha256 = await put('a newer mix');
  await db.updateTable('project').set({ imageSha256 }).where('id', '=', id).execute();
  return imageSha256;
}

async function addUpload({ db, projectId }: BlobWorld): Promise<void> {
  const { id: userId } = await db.selectFrom('user').select('id').executeTakeFirstOrThrow();
  const [id, at] = [newId(), new Date().toISOString()];
  await db
    .insertInto('upload')
    .values({
      ...{ id, userId, uploadKey: id, projectId, name: 'mix.wav', size: 3, sha256: hashOf('mix') },
      ...{
        target: '{}',
        onlyIfNew: 0,
        state: 'committed',
        fileId: id,
        added: 1,
        createdAt: at,
        updatedAt: at,
      },
    })
    .execute();
}

/** A sweep that ends after so many statements and requests. Answers whether it needed no more. */
async function sweepUntil({ sweep, blobs, db }: BlobWorld, last: number): Promise<boolean> {
  let steps = 0;
  const step = () => {
    steps += 1;
    if (steps > last) throw new Error('The power went out.');
  };
  const counting: KyselyPlugin = {
    transformQuery({ node }) {
      step();
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  try {
    await sweep(watched<BlobStore>(blobs, step), db.withPlugin(counting));
    return true;
  } catch (error) {
    expect(error).toMatchObject({ message: 'The power went out.' });
    return false;
  }
}

describe.runIf(hasPostgres)('two nodes on PostgreSQL', () => {
  async function openTwo() {
    const url = await freshPostgresDatabase(await sharedPostgres());
    const world = await openBlobWorld(url);
    const other = await openDatabase(url);
    disposeLater(() => other.destroy());
    const [first, second] = [await world.upload('mix'), await world.upload('mix')];
    await world.sweep();
    world.pass(25);
    return { url, world, other, first, second };
  }

  const deleteFile = (db: Kysely<Database>, id: string) =>
    db.deleteFrom('file').where('id', '=', id).execute();

  it('lose no candidate of a deletion that began before another one and ends after it', async () => {
    const { world, other, first, second } = await openTwo();
    await other.transaction().execute(async (tx) => {
      await deleteFile(tx, first);
      await world.put('something else');
      await deleteFile(world.db, second);
      await world.sweep();
      expect(await world.traces(hashOf('mix'))).toContain('bytes');
    });
    await world.sweep();
    expect(await world.traces(hashOf('mix'))).toEqual([]);
  });

  it('lose no candidate of a deletion between a sweep’s question and its answer', async () => {
    const { url, world, other, first, second } = await openTwo();
    await deleteFile(other, first);
    let sweeping: Promise<unknown> = Promise.resolve();
    await other.transaction().execute(async (tx) => {
      await tx.selectFrom('sweepCandidate').selectAll().forUpdate().execute();
      sweeping = world.sweep();
      // It has seen that the second file refers to the blob, and waits to remove the candidate of the first.
      const waiting = `select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like 'delete from "sweepCandidate"%'`;
      await until(() => withClient(url, async (client) => (await client.query(waiting)).rows[0].count > 0));
      await deleteFile(tx, second);
    });
    await sweeping;
    expect(await world.traces(hashOf('mix'))).toEqual(['bytes', 'sweepCandidate', 'blob']);
    await world.sweep();
    expect(await world.traces(hashOf('mix'))).toEqual([]);
  });

  it('keep what a commit puts while its blob is removed, and its candidate', async () => {
    const { world, other, first, second } = await openTwo();
    for (const id of [first, second]) await deleteFile(other, id);
    const blobs: BlobStore = {
      ...world.blobs,
      async removeUnused(...asked) {
        const isRemoved = await world.blobs.removeUnused(...asked);
        await world.upload('mix');
        return isRemoved;
      },
    };
    await world.sweep(blobs);
    expect(await world.traces(hashOf('mix'))).toEqual(['bytes', 'sweepCandidate', 'blob']);
    await world.sweep();
    expect(await world.traces(hashOf('mix'))).toEqual(['bytes', 'blob']);
  });

  it('release the same blob in any order without waiting for each other', async () => {
    const { world, other, first, second } = await openTwo();
    const third = await world.upload('other');
    const fourth = await world.upload('other');
    const deleteTwo = (db: Kysely<Database>, ids: string[]) =>
      db.transaction().execute(async (tx) => {
        for (const id of ids) {
          await deleteFile(tx, id);
          await pause(20);
        }
      });
    await Promise.all([deleteTwo(world.db, [first, third]), deleteTwo(other, [fourth, second])]);
    expect(await world.db.selectFrom('file').select('id').execute()).toEqual([]);
  });
});
