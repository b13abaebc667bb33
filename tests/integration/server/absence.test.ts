import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { createMemorySecretStore } from '../../../main/session/secret-store.ts';
import { projectTopic } from '../../../protocol/wire/topic.ts';
import { dataOf, startRuntime } from '../../helpers/runtime.ts';
import { until } from '../../helpers/until.ts';
import { run, startBand, startDevice } from '../main/band.ts';

const longAgo = new Date(Date.now() - 100 * 24 * 60 * 60 * 1000).toISOString();

test('a client that was away for a hundred days reads a snapshot, and its outbox is sent exactly once', async () => {
  const { server, ana, ben, projectId, cutId } = await startBand();
  const secrets = createMemorySecretStore();
  const device = await startDevice(server, ana, { secrets });
  const { userData } = device;
  await dataOf(device.handlers['projects.enter']({ id: projectId }));
  const topic = projectTopic(projectId);
  const cursor = await until(() => device.account()?.cache.readCursor(topic), { what: 'the project' });

  // Away: three changes are pending. One of them reached the server, but its answer was lost.
  await server.stop();
  await until(() => device.account()?.connection.current().kind === 'offline', { what: 'to be offline' });
  await run(device, 'cut.update', { id: cutId, name: 'Renamed on the train' });
  const vibeId = newId();
  await run(device, 'vibe.create', { id: vibeId, projectId, name: 'From the train' });
  await run(device, 'comment.create', { id: newId(), cutId, text: 'Louder', timestamp: 1 });
  const [rename] = await dataOf(device.handlers['outbox.list'](null));
  await device.stop();
  await server.restart();
  await ana.command('cut.update', { id: cutId, name: 'Renamed on the train' }, rename?.operationId);
  await ben.command('cut.update', { id: cutId, name: 'Ben has the last word' });
  for (let index = 0; index < 3; index += 1) {
    await ben.command('vibe.create', { id: newId(), projectId, name: `Meanwhile ${index}` });
  }

  // A hundred days pass.
  await server.database.run('update event set at = ?', longAgo);
  await server.database.run('update operation set at = ?', longAgo);
  await server.restart();
  const count = (table: string) => server.database.value(`select count(*) from "${table}"`);
  await until(async () => (await count('event')) + (await count('operation')) === 0, {
    what: 'the log to be forgotten',
  });

  const back = await startRuntime({ userData, secrets });
  await until(() => back.account(), { what: 'the account' });
  await dataOf(back.handlers['projects.enter']({ id: projectId }));
  await until(async () => (await dataOf(back.handlers['outbox.list'](null))).length === 0, {
    what: 'the outbox to be empty',
  });
  const { body } = await ana.request('GET', `/api/projects/${projectId}`);
  const cuts = body.vibes.flatMap((vibe: { cuts: { id: string; name: string }[] }) => vibe.cuts);
  expect(cuts).toMatchObject([{ id: cutId, name: 'Ben has the last word', commentCount: 1 }]);
  expect(body.vibes.filter(({ id }: { id: string }) => id === vibeId)).toHaveLength(1);
  await until(() => back.account()?.cache.readCursor(topic)?.seq === body.seq, { what: 'to have caught up' });
  expect(body.seq).toBeGreaterThan(cursor.seq);
  expect(back.pushed.some(({ name }) => name === 'project.replaced')).toBe(true);
  const { role: _own, ...shared } = back.account()?.cache.readProject(projectId) ?? {};
  expect(body).toMatchObject(shared);
});
