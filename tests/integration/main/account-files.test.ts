import { closeSync, mkdirSync, openSync, readdirSync, rmdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { accountFolder } from '../../../main/runtime/account-folder.ts';
import { createCleanup } from '../../../main/runtime/cleanup.ts';
import { createMemorySecretStore } from '../../../main/session/secret-store.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { dataOf, signIn, startRuntime } from '../../helpers/runtime.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';

/** SQLite leaves WAL mode only while nobody else has the file open. */
function isOpenElsewhere(path: string): boolean {
  const database = new Database(path, { timeout: 0 });
  try {
    return database.pragma('journal_mode = DELETE', { simple: true }) !== 'delete';
  } catch {
    return true;
  } finally {
    database.close();
  }
}

it('an account that can’t be opened completely leaves nothing open, and opens later', async () => {
  const server = await startServer();
  const ana = await registerUser(server);
  const userData = await temporaryFolder();
  const folder = accountFolder(userData, server.url, ana.account.id);
  mkdirSync(join(folder, 'bounces.sqlite'), { recursive: true });
  const runtime = await startRuntime({ userData });
  await expect(signIn(runtime, server, ana)).rejects.toThrow();
  const files = readdirSync(folder).filter((name) => /^(?:cache|outbox)\.sqlite$/.test(name));
  expect(files).toHaveLength(2);
  for (const name of files) expect(isOpenElsewhere(join(folder, name)), name).toBe(false);
  rmdirSync(join(folder, 'bounces.sqlite'));
  await signIn(runtime, server, ana);
  for (const name of files) expect(isOpenElsewhere(join(folder, name)), name).toBe(true);
});

it('closes everything that was opened, the last first, even if one part fails', async () => {
  const ended: string[] = [];
  const cleanup = createCleanup();
  cleanup.add(() => ended.push('lock'));
  cleanup.add(() => Promise.reject(new Error('stuck')));
  cleanup.add(async () => ended.push('watchers'));
  await expect(cleanup.run()).rejects.toThrow('stuck');
  expect(ended).toEqual(['watchers', 'lock']);
  await cleanup.run();
  expect(ended).toHaveLength(2);
});

it('reports a damaged list of bound folders, also after a restart', async () => {
  const server = await startServer();
  const ana = await registerUser(server);
  const projectId = await createProject(ana);
  const [secrets, userData, folder] = [
    createMemorySecretStore(),
    await temporaryFolder(),
    await temporaryFolder(),
  ];
  const first = await startRuntime({ secrets, userData });
  await signIn(first, server, ana);
  await dataOf(first.handlers['bindings.create']({ folder, projectId, routing: { kind: 'song-name' } }));
  await first.stop();
  const path = join(accountFolder(userData, server.url, ana.account.id), 'bounces.sqlite');
  const file = openSync(path, 'r+');
  writeSync(file, 'damaged', 0);
  closeSync(file);

  for (const start of ['first', 'second']) {
    const runtime = await startRuntime({ secrets, userData });
    const notices = await dataOf(runtime.handlers['notices.list'](null));
    expect(
      notices.map(({ kind }) => kind),
      start,
    ).toEqual(['bounces-salvaged']);
    expect(notices[0]?.message).toContain('Everything in it could be recovered.');
    expect(await dataOf(runtime.handlers['bindings.list'](null))).toMatchObject([{ folder, projectId }]);
    await runtime.stop();
  }
});
