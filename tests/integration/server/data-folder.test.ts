import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createServer } from '../../../server/app.ts';
import { DataFolderError, openDataFolder } from '../../../server/data-folder.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
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

test('a server that can’t listen releases the folder', async () => {
  const server = await startServer();
  const dataDirectory = await temporaryFolder();
  const { port } = new URL(server.url);
  await expect(createServer({ port: Number(port), dataDirectory, logLevel: 'silent' })).rejects.toThrow(
    /EADDRINUSE/,
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
