import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { migrations } from '../../../server/db/migrate.ts';
import { columnTypes } from '../../../server/db/postgres/column-types.ts';
import { postgresMigrations } from '../../../server/db/postgres/migrations.ts';
import { openPostgres } from '../../../server/db/postgres/open-postgres.ts';
import type { Database } from '../../../server/db/schema.ts';
import { memoryBytes } from '../../contract/storage/memory-bytes.ts';
import { hashOf, openBlobWorld } from '../../helpers/blob-world.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { hasPostgres, sharedPostgres, withClient } from '../../helpers/postgres.ts';

/** Databases without a table. */
const places = [
  {
    name: 'SQLite',
    isHere: true,
    async make() {
      const place = join(await temporaryFolder(), 'bandmate.sqlite');
      const dialect = new SqliteDialect({ database: new SQLite(place) });
      return { place, old: new Kysely<Database>({ dialect }) };
    },
  },
  {
    name: 'PostgreSQL',
    isHere: hasPostgres,
    async make() {
      const postgres = await sharedPostgres();
      const name = `test_${newId().replaceAll('-', '')}`;
      await withClient(postgres.url('postgres'), (client) => client.query(`create database ${name}`));
      const place = postgres.url(name);
      return { place, old: await openPostgres<Database>(place) };
    },
  },
];

const at = '2026-03-01T10:00:00.000Z';

/** A database of the version before, with two files of one project, and what its sweep has not removed yet. */
async function fill(db: Kysely<Database>): Promise<void> {
  const person = { id: 'ada', name: 'Ada', email: 'ada@example.com', emailVerified: 1, image: null };
  const dates = { createdAt: at, updatedAt: at };
  await db
    .insertInto('user')
    .values({ ...person, ...dates, role: 'MEMBER' })
    .execute();
  const made = { createdAt: at, createdBy: 'ada' };
  const project = { id: 'p', name: 'EP', description: null, imageMimeType: null };
  await db
    .insertInto('project')
    .values({ ...project, ...made, imageSha256: hashOf('picture') })
    .execute();
  const inProject = { projectId: 'p', ...made };
  await db
    .insertInto('vibe')
    .values({ id: 'v', name: 'Song', rank: 0, imageSha256: null, ...inProject })
    .execute();
  await db
    .insertInto('cut')
    .values({ id: 'c', vibeId: 'v', name: 'Mix', rank: 0, ...inProject })
    .execute();
  for (const content of ['mix', 'facts alone', 'facts and bytes']) {
    await db
      .insertInto('blob')
      .values({ sha256: hashOf(content), size: content.length, createdAt: at })
      .execute();
  }
  await db
    .insertInto('file')
    .values({
      ...{
        id: 'f',
        cutId: 'c',
        projectId: 'p',
        name: 'mix.wav',
        type: 'CUT',
        size: 3,
        mimeType: 'audio/wav',
      },
      ...{ sha256: hashOf('mix'), audio: null, uploadedBy: 'ada', createdAt: at },
    })
    .execute();
  for (const projectId of ['p', 'gone']) {
    const upload = {
      id: projectId,
      uploadKey: projectId,
      projectId,
      userId: 'ada',
      name: 'mix.wav',
      size: 3,
    };
    const state = { target: '{}', onlyIfNew: 0, state: 'committed' as const, fileId: 'f', added: 1 };
    await db
      .insertInto('upload')
      .values({ ...upload, ...state, ...dates, sha256: hashOf('mix') })
      .execute();
  }
}

describe.each(places)('a database of the version before on $name', ({ isHere, make }) => {
  it.runIf(isHere)('has its store listed once, which removes unreferenced blobs', async () => {
    const { place, old } = await make();
    const isPostgres = place.startsWith('postgres');
    const all = { ...migrations, ...(isPostgres && postgresMigrations) };
    const before = Object.fromEntries(Object.entries(all).filter(([name]) => name < '0067'));
    const migrator = new Migrator({
      db: isPostgres ? old.withPlugin(columnTypes) : old,
      provider: { getMigrations: async () => before },
    });
    expect((await migrator.migrateToLatest()).error).toBeUndefined();
    await fill(old);
    await old.destroy();

    const world = await openBlobWorld(place);
    const { db, blobs, asked } = world;
    for (const content of ['mix', 'picture', 'facts and bytes', 'bytes alone', 'half an upload']) {
      await blobs.put(memoryBytes(Buffer.from(content)), hashOf(content));
    }
    for (const older of ['mix', 'gone', 'bytes alone']) {
      await blobs.writeSidecar(hashOf('picture'), `difference-${hashOf(older)}`, Buffer.from('{}'));
    }
    const uploads = await db.selectFrom('upload').select('id').execute();
    expect(uploads).toEqual([{ id: 'p' }]);
    await world.sweep();
    for (const content of ['facts and bytes', 'bytes alone']) {
      expect(await world.traces(hashOf(content)), content).toContain('bytes');
    }
    world.pass(25);
    await world.sweep();
    for (const content of ['facts alone', 'facts and bytes', 'bytes alone', 'half an upload', 'gone']) {
      expect(await world.traces(hashOf(content)), content).toEqual([]);
    }
    expect(await world.traces(hashOf('mix'))).toEqual(['bytes', 'blob', 'differenceSidecar', 'difference']);
    expect(await world.traces(hashOf('picture'))).toEqual(['bytes', 'differenceSidecar', 'difference']);
    asked.length = 0;
    await world.sweep();
    expect(asked).toEqual([]);
    await db.deleteFrom('file').execute();
    await world.sweep();
    expect(await world.traces(hashOf('mix'))).toEqual([]);
  });
});
