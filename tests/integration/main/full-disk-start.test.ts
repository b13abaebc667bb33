import { expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { createMemorySecretStore } from '../../../main/session/secret-store.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { failPragma } from '../../helpers/full-disk.ts';
import { dataOf, signIn, startRuntime } from '../../helpers/runtime.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';

/** SQLite has no room for its shared-memory file, which it creates when opening a database. */
const fill = () => failPragma('SQLITE_IOERR_SHMSIZE', (text) => text === 'journal_mode = WAL');

it('an app that starts on a full disk reports it, and has its pending changes once there is room', async () => {
  const server = await startServer();
  const ana = await registerUser(server);
  const projectId = await createProject(ana);
  const kept = { secrets: createMemorySecretStore(), userData: await temporaryFolder() };
  const first = await startRuntime(kept);
  await signIn(first, server, ana);
  await server.stop();
  const payload = { id: newId(), projectId, name: 'Written on a train' };
  await dataOf(first.handlers['commands.run']({ kind: 'vibe.create', payload }));
  await first.stop();

  const disk = fill();
  await expect(startRuntime(kept)).rejects.toThrow(/^This computer’s disk is full/);
  disk.free();

  const second = await startRuntime(kept);
  expect(await dataOf(second.handlers['outbox.list'](null))).toMatchObject([{ payload }]);
});

it('a sign-in without room on the disk is refused with a sentence, and succeeds once there is room', async () => {
  const server = await startServer();
  const ana = await registerUser(server);
  const runtime = await startRuntime();
  const disk = fill();
  await expect(signIn(runtime, server, ana)).rejects.toThrow(/no-space, This computer’s disk is full/);
  disk.free();
  await signIn(runtime, server, ana);
});
