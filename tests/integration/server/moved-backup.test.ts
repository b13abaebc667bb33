import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { systemEnvironment } from '../../../common/environment.ts';
import { createBackup } from '../../../server/backup/create-backup.ts';
import { makeBackupKey } from '../../../server/backup/new-key.ts';
import { restoreBackup } from '../../../server/backup/restore-backup.ts';
import { beginRestore } from '../../../server/backup/shared-database.ts';
import type { StorageConfig } from '../../../server/storage/open-stores.ts';
import { assemble, furnish } from '../../contract/server/matrix/scene.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { freshPostgresDatabase, hasPostgres, startPostgres } from '../../helpers/postgres.ts';
import { hasS3, startS3 } from '../../helpers/s3.ts';
import { startS3Proxy } from '../../helpers/s3-proxy.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

const isOfTheServer = (table: string) =>
  /^(kysely_|sqlite_|searchIndex)/.test(table) ||
  ['serverSecret', 'node', 'presence', 'lease', 'attempt'].includes(table);

function tablesOf(sqlite: SQLite.Database): string[] {
  const names = sqlite.prepare<[], string>("select name from sqlite_master where type = 'table'").pluck();
  return names.all().filter((name) => !isOfTheServer(name));
}

type Column = { name: string; type: string; pk: number };
type Reference = { from: string; table: string; to: string | null };

/** Gives each empty table a row, so that none is left out. */
function fillEmptyTables(dataDirectory: string): void {
  const sqlite = new SQLite(join(dataDirectory, 'bandmate.sqlite'));
  const isEmpty = (table: string) => sqlite.prepare(`select 1 from "${table}"`).get() === undefined;
  for (const table of tablesOf(sqlite).filter(isEmpty)) {
    const references = sqlite.pragma(`foreign_key_list("${table}")`) as Reference[];
    const columns = sqlite.pragma(`table_info("${table}")`) as Column[];
    const values = columns.map(({ name, type }) => {
      const reference = references.find(({ from }) => from === name);
      const parent = reference?.table;
      if (parent)
        return sqlite
          .prepare(`select "${reference.to ?? 'id'}" from "${parent}" limit 1`)
          .pluck()
          .get();
      // Bytes that a row names must be there.
      if (name === 'sha256' || name === 'size')
        return sqlite.prepare(`select ${name} from file order by id limit 1`).pluck().get();
      if (/int/i.test(type)) return 2 ** 40 + 1;
      if (/real/i.test(type)) return 0.1 + 0.2;
      return /blob/i.test(type) ? Buffer.from([0, 255, 128]) : `${name}: “Ä” 🎚 \\ '' "x"`;
    });
    const marks = columns.map(() => '?').join();
    sqlite.prepare(`insert into "${table}" values (${marks})`).run(...values);
  }
  expect(tablesOf(sqlite).filter(isEmpty)).toEqual([]);
  sqlite.close();
}

/** Every row, by table, in an order that doesn't depend on when it was written. */
function contentOf(dataDirectory: string): Map<string, string[]> {
  const sqlite = new SQLite(join(dataDirectory, 'bandmate.sqlite'));
  try {
    return new Map(
      tablesOf(sqlite).map((table) => {
        const rows = sqlite.prepare(`select * from "${table}"`).all() as Record<string, unknown>[];
        const texts = rows.map((row) => JSON.stringify(comparable(table, row)));
        return [table, texts.toSorted()];
      }),
    );
  } finally {
    sqlite.close();
  }
}

function comparable(table: string, row: Record<string, unknown>): Record<string, unknown> {
  // Each restored database has an epoch of its own, and its search counts its entries itself.
  if (table === 'meta' && row.key === 'epoch') return { key: 'epoch' };
  return table === 'searchEntry' ? { ...row, number: 0 } : row;
}

async function backUp(server: StorageConfig, recipients: string[] = []): Promise<string> {
  const made = await createBackup(server, await temporaryFolder(), systemEnvironment, { recipients });
  if (!made.ok) throw new Error(made.message);
  expect(made.data.manifest.missing).toEqual([]);
  return made.data.path;
}

async function restored(backup: string, server: StorageConfig, keyFile?: string): Promise<StorageConfig> {
  const made = await restoreBackup(backup, server, systemEnvironment, keyFile);
  if (!made.ok) throw new Error(made.message);
  expect(made.data.missing).toEqual([]);
  return server;
}

const newFolder = async () => join(await temporaryFolder(), 'data');

async function newShared() {
  return {
    dataDirectory: await newFolder(),
    databaseUrl: await freshPostgresDatabase(await startPostgres()),
    storageUrl: (await startS3()).freshUrl(),
  };
}

describe.skipIf(!hasPostgres || !hasS3)('a backup', () => {
  it('moves a band to PostgreSQL and S3 and back, with every row and every byte', {
    timeout: 300_000,
  }, async () => {
    const server = await startServer();
    const { band, project } = await assemble(server);
    await furnish(server, band, project);
    const user = band.owner;
    const projectId = await project();
    const bytes = makeWave(50_000);
    const { file } = await upload({ server, user }, bytes, newCut(projectId));
    await server.stop();
    fillEmptyTables(server.dataDirectory);
    const original = contentOf(server.dataDirectory);

    const shared = await restored(await backUp(server), await newShared());
    const key = join(await temporaryFolder(), 'key');
    const recipient = await makeBackupKey(key);
    if (!recipient.ok) throw new Error(recipient.message);
    const sealed = await backUp(shared, [recipient.data]);
    const back = await restored(sealed, { dataDirectory: await newFolder() }, key);
    const after = contentOf(back.dataDirectory);
    for (const [table, rows] of original) expect(after.get(table), table).toEqual(rows);

    // Sessions stay, for the secret came along.
    for (const place of [shared, back]) {
      const { url, stop } = await startServer({ databaseUrl: null, storageUrl: null, ...place });
      const sent = await fetch(`${url}/api/files/${file.id}/stream`, { headers: { cookie: user.cookie } });
      expect(Buffer.from(await sent.arrayBuffer()).equals(bytes)).toBe(true);
      const search = await fetch(`${url}/api/search?q=nightingale`, { headers: { cookie: user.cookie } });
      const { results } = (await search.json()) as { results: unknown[] };
      expect(results.length).toBeGreaterThan(3);
      await stop();
    }
  });

  it('keeps everyone signed in, with SECRET or without, and is refused with another SECRET', async () => {
    const source = await startServer({ databaseUrl: null, storageUrl: null });
    const user = await registerUser(source);
    const secret = readFileSync(join(source.dataDirectory, 'secret'), 'utf8').trim();
    const isSignedIn = async ({ url }: { url: string }) =>
      (await fetch(`${url}/api/projects`, { headers: { cookie: user.cookie } })).status === 200;
    const backup = await backUp({ dataDirectory: source.dataDirectory });
    const restore = async (place: StorageConfig, given: string | null) =>
      restoreBackup(backup, { ...place, secret: given }, systemEnvironment);

    const other = 'another secret, which is long enough too';
    const shared = await newShared();
    expect(await restore(shared, other)).toMatchObject({
      ok: false,
      message: expect.stringContaining('SECRET is not the one that the server of this backup had'),
    });
    // Nothing was changed.
    expect(await restore(shared, secret)).toMatchObject({ ok: true, data: { notes: [] } });
    const one = await startServer({ ...shared, secret });
    expect(await isSignedIn(one)).toBe(true);
    await one.stop();

    const without = await newShared();
    expect(await restore(without, null)).toMatchObject({
      data: { notes: [expect.stringContaining('without SECRET, or with the old server’s')] },
    });
    for (const given of [null, secret]) {
      const server = await startServer({ ...without, secret: given });
      expect(await isSignedIn(server)).toBe(true);
      await server.stop();
    }

    // The way back, from servers with a SECRET: their backup doesn't hold it.
    const sealed = await backUp(shared);
    const back = { dataDirectory: await newFolder() };
    const refused = await restoreBackup(sealed, { ...back, secret: other }, systemEnvironment);
    expect(refused.ok).toBe(false);
    expect(await restoreBackup(sealed, { ...back, secret }, systemEnvironment)).toMatchObject({ ok: true });
    const last = await startServer({ databaseUrl: null, storageUrl: null, ...back, secret });
    expect(await isSignedIn(last)).toBe(true);
    // The secret in the folder of a server with SECRET is not the one that it has used.
    const withSecret = await startServer({ databaseUrl: null, storageUrl: null, secret: other });
    const own = await backUp({ dataDirectory: withSecret.dataDirectory });
    const place = { dataDirectory: await newFolder() };
    expect(await restoreBackup(own, place, systemEnvironment)).toMatchObject({
      data: { notes: [expect.stringContaining('had a SECRET, which no backup holds')] },
    });
  });

  it('is refused by a database that servers use', async () => {
    const shared = await newShared();
    const server = await startServer(shared);
    await createProject(await registerUser(server));
    const backup = await backUp(shared);
    const again = await restoreBackup(
      backup,
      { ...shared, dataDirectory: await newFolder() },
      systemEnvironment,
    );
    expect(again).toMatchObject({ ok: false, message: expect.stringContaining('is not empty') });
  });

  it('that was not fully restored keeps servers from starting, until it is', async () => {
    const source = await startServer({ databaseUrl: null, storageUrl: null });
    const user = await registerUser(source);
    const backup = await backUp({ dataDirectory: source.dataDirectory });
    const shared = await newShared();
    expect(await beginRestore(shared.databaseUrl, backup)).toBe(true);
    await expect(startServer(shared)).rejects.toThrow('A backup was not fully restored into the database');
    const next = await restored(backup, { ...shared, dataDirectory: await newFolder() });
    const server = await startServer(next);
    expect((await fetch(`${server.url}/api/projects`, { headers: { cookie: user.cookie } })).status).toBe(
      200,
    );
  });

  it('that can’t be restored leaves the database empty', async () => {
    const source = await startServer({ databaseUrl: null, storageUrl: null });
    const user = await registerUser(source);
    await upload({ server: source, user }, makeWave(1_000), newCut(await createProject(user)));
    const backup = await backUp({ dataDirectory: source.dataDirectory });
    const service = await startS3();
    const proxy = await startS3Proxy(service.endpoint);
    const shared = { ...(await newShared()), storageUrl: service.freshUrl(proxy.endpoint) };
    proxy.decide = () => ({ status: 500 });
    await expect(restoreBackup(backup, shared, systemEnvironment)).rejects.toThrow(/can’t be used/);
    proxy.decide = () => 'pass';
    await restored(backup, shared);
  });
});
