import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createServer } from '../../../server/app.ts';
import { DataFolderError, openDataFolder } from '../../../server/data-folder.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { runOperator } from '../../helpers/operator.ts';
import { freshPostgresDatabase, hasPostgres, sharedPostgres } from '../../helpers/postgres.ts';
import { registerUser, startServer } from '../../helpers/server.ts';

test('a folder in use is refused with a sentence, and available once the first server has stopped', async () => {
  const server = await startServer();
  const { dataDirectory } = server;
  const second = createServer({ port: 0, dataDirectory, logLevel: 'silent' });
  await expect(second).rejects.toThrow(DataFolderError);
  await expect(second).rejects.toThrow(/already using the data folder/);
  await registerUser(server);
  await server.stop();
  const next = await startServer({ dataDirectory });
  expect(await next.readSessions()).toHaveLength(1);
});

describe.runIf(hasPostgres)('servers on one PostgreSQL', () => {
  const start = (databaseUrl: string, dataDirectory: string, storageUrl: string | null = null) =>
    startServer({ databaseUrl, dataDirectory, storageUrl });

  test('need a data folder each, in which the first one’s socket stays', async () => {
    const databaseUrl = await freshPostgresDatabase(await sharedPostgres());
    const folder = await temporaryFolder();
    const server = await start(databaseUrl, folder);
    await expect(start(databaseUrl, folder)).rejects.toThrow(
      `Another BandMate server is already using the data folder ${folder}. Give each server a DATA_DIR of its own.`,
    );
    const settings = { DATABASE_URL: databaseUrl, DATA_DIR: folder };
    expect(await runOperator(settings, 'users')).toMatchObject({ code: 0, messages: '' });
    await server.stop();
    await start(databaseUrl, folder);
  });

  test('don’t keep their files in the same folder, in which the first one’s uploads stay', async () => {
    const databaseUrl = await freshPostgresDatabase(await sharedPostgres());
    const files = join(await temporaryFolder(), 'files');
    const storageUrl = pathToFileURL(files).href;
    const server = await start(databaseUrl, await temporaryFolder(), storageUrl);
    const received = join(files, 'incoming', 'half');
    mkdirSync(join(files, 'incoming'), { recursive: true });
    writeFileSync(received, 'half a bounce');
    const second = start(databaseUrl, await temporaryFolder(), storageUrl);
    await expect(second).rejects.toThrow(`Another BandMate server keeps its files in ${files},`);
    // Also where it is the second one's data folder, or the first one's.
    await expect(start(databaseUrl, files, storageUrl)).rejects.toThrow(DataFolderError);
    expect(existsSync(received)).toBe(true);
    await server.stop();
    const one = await start(databaseUrl, files, storageUrl);
    await expect(start(databaseUrl, await temporaryFolder(), storageUrl)).rejects.toThrow(
      'keeps its files in',
    );
    await one.stop();
    await start(databaseUrl, await temporaryFolder(), storageUrl);
  });
});

test('a server that can’t listen releases the folder', async () => {
  const server = await startServer();
  const dataDirectory = await temporaryFolder();
  const { port } = new URL(server.url);
  await expect(createServer({ port: Number(port), dataDirectory, logLevel: 'silent' })).rejects.toThrow(
    `Port ${port} is in use. Set PORT to another one`,
  );
  await startServer({ dataDirectory });
});

test('the secret is created once, for this user only', async () => {
  const path = join(await temporaryFolder(), 'deep', 'data');
  const first = openDataFolder(path);
  first.release();
  const second = openDataFolder(path);
  second.release();
  expect(first.secret).toHaveLength(43);
  expect(second.secret).toBe(first.secret);
  expect(readFileSync(join(path, 'secret'), 'utf8').trim()).toBe(first.secret);
  expect(statSync(join(path, 'secret')).mode & 0o077).toBe(0);
  expect(statSync(path).mode & 0o077).toBe(0);
});

test('database and secret are readable by this user only, also after an upgrade', async () => {
  const server = await startServer();
  await registerUser(server);
  const modes = () =>
    readdirSync(server.dataDirectory)
      .filter((name) => /^(bandmate|secret)/.test(name))
      .map((name) => [name, (statSync(join(server.dataDirectory, name)).mode & 0o777).toString(8)]);
  expect(modes().map(([name]) => name)).toEqual(
    expect.arrayContaining(['bandmate.sqlite', 'bandmate.sqlite-wal', 'secret']),
  );
  expect(modes().filter(([, mode]) => mode !== '600')).toEqual([]);
  await server.stop();
  for (const [name = ''] of modes()) chmodSync(join(server.dataDirectory, name), 0o644);
  await server.restart();
  expect(modes().filter(([, mode]) => mode !== '600')).toEqual([]);
});

test('a folder that others can read causes a warning', async () => {
  const path = await temporaryFolder();
  chmodSync(path, 0o755);
  const folder = openDataFolder(path);
  folder.release();
  expect(folder.warnings).toEqual([expect.stringContaining(`chmod 700 ${path}`)]);
  chmodSync(path, 0o700);
  const again = openDataFolder(path);
  again.release();
  expect(again.warnings).toEqual([]);
});

test('an empty secret, as after a power cut, is replaced', async () => {
  const path = await temporaryFolder();
  writeFileSync(join(path, 'secret'), '');
  const folder = openDataFolder(path);
  folder.release();
  expect(folder.secret).toHaveLength(43);
  const again = openDataFolder(path);
  again.release();
  expect(again.secret).toBe(folder.secret);
});

test('a folder that can’t be created is refused with a DataFolderError', async () => {
  const folder = await temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  expect(() => openDataFolder(join(folder, 'file', 'data'))).toThrow(DataFolderError);
});

test('releasing twice is allowed', async () => {
  const folder = openDataFolder(await temporaryFolder());
  disposeLater(() => folder.release());
  folder.release();
  folder.release();
});
