import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { accountFolder } from '../../../main/runtime/account-folder.ts';
import { createMemorySecretStore } from '../../../main/session/secret-store.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { projectTopic } from '../../../protocol/wire/topic.ts';
import { dataOf, startRuntime } from '../../helpers/runtime.ts';
import { until } from '../../helpers/until.ts';
import { startBand, startDevice } from '../main/band.ts';

test('a damaged cached project at the right position in the log is found and read again', async () => {
  const { server, ana, ben, projectId, cutId } = await startBand();
  const topic = projectTopic(projectId);
  const secrets = createMemorySecretStore();
  const first = await startDevice(server, ana, { secrets });
  const { userData } = first;
  await dataOf(first.handlers['projects.enter']({ id: projectId }));
  const cursor = await until(() => first.account()?.cache.readCursor(topic), { what: 'the project' });
  await first.stop();

  const file = join(accountFolder(userData, server.url, ana.account.id), 'cache.sqlite');
  const database = new Database(file);
  const stored = database.prepare('select snapshot from projectSnapshot').pluck().get() as string;
  const damaged: ProjectSnapshot = JSON.parse(stored);
  damaged.vibes[0]?.cuts.splice(0);
  database.prepare('update projectSnapshot set snapshot = ?').run(JSON.stringify(damaged));
  database.close();

  const realtimeSettings = { headsMilliseconds: 100, stateMilliseconds: 500 };
  const device = await startRuntime({ userData, secrets, realtimeSettings });
  await until(() => device.account(), { what: 'the account' });
  expect(device.account()?.cache.readProject(projectId)?.vibes[0]?.cuts).toEqual([]);
  expect(device.account()?.cache.readCursor(topic)).toEqual(cursor);
  await dataOf(device.handlers['projects.enter']({ id: projectId }));
  const cutsOf = () =>
    device
      .account()
      ?.cache.readProject(projectId)
      ?.vibes[0]?.cuts.map(({ id }) => id);
  await until(() => cutsOf()?.includes(cutId), { what: 'the project to be healed' });
  expect(device.last('project.replaced')).toEqual({ id: projectId });
  const notices = await until(() => device.last('notices.changed'), { what: 'the notice' });
  expect(notices).toMatchObject([
    { kind: 'state-healed', message: expect.stringContaining('“First Album”') },
  ]);

  // Everything works as before.
  const vibeId = newId();
  await ben.command('vibe.create', { id: vibeId, projectId, name: 'After it' });
  await until(
    () =>
      device
        .account()
        ?.cache.readProject(projectId)
        ?.vibes.some(({ id }) => id === vibeId),
    {
      what: 'the next change',
    },
  );

  // A comparison that fails, for example because the cache can't be read, is repeated.
  const cache = device.account()?.cache;
  if (!cache) throw new Error('The account is gone');
  const { readCursor } = cache;
  let failures = 0;
  cache.readCursor = () => {
    failures += 1;
    throw new Error('The disk is gone.');
  };
  await until(() => failures >= 2, { what: 'two comparisons' });
  cache.readCursor = readCursor;
});
