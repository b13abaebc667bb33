import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemEnvironment } from '../../../common/environment.ts';
import { newId } from '../../../common/new-id.ts';
import { createMemorySecretStore } from '../../../main/session/secret-store.ts';
import { projectTopic } from '../../../protocol/wire/topic.ts';
import { createBackup } from '../../../server/backup/create-backup.ts';
import { restoreBackup } from '../../../server/backup/restore-backup.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { dataOf, startRuntime } from '../../helpers/runtime.ts';
import { until } from '../../helpers/until.ts';
import { run, startBand, startDevice } from '../main/band.ts';

test('clients that are ahead of a restored backup end up with its state, and an outbox is sent exactly once', async () => {
  const { server, ana, ben, projectId, cutId } = await startBand();
  const topic = projectTopic(projectId);
  const secrets = createMemorySecretStore();
  const away = await startDevice(server, ana, { secrets });
  const secretsOfBen = createMemorySecretStore();
  const ahead = await startDevice(server, ben, { secrets: secretsOfBen });
  for (const device of [away, ahead]) {
    await dataOf(device.handlers['projects.enter']({ id: projectId }));
    await until(() => device.account()?.cache.readCursor(topic), { what: 'the project' });
  }

  // Ana works offline; one of her changes reaches the server, but its answer is lost.
  await server.stop();
  await until(() => away.account()?.connection.current().kind === 'offline', { what: 'to be offline' });
  await run(away, 'cut.update', { id: cutId, name: 'Renamed on the train' });
  const vibeId = newId();
  await run(away, 'vibe.create', { id: vibeId, projectId, name: 'From the train' });
  const [rename] = await dataOf(away.handlers['outbox.list'](null));
  await away.stop();
  await server.restart();
  await ana.command('cut.update', { id: cutId, name: 'Renamed on the train' }, rename?.operationId);
  await ben.command('cut.update', { id: cutId, name: 'Ben has the last word' });

  const made = await createBackup(server, await temporaryFolder(), systemEnvironment);
  if (!made.ok) throw new Error(made.message);

  // Ben's device sees what happens after the backup, and is then ahead of it.
  const lostIds = [newId(), newId(), newId()];
  for (const id of lostIds) await ben.command('vibe.create', { id, projectId, name: 'After the backup' });
  const { seq: lostHead } = (await ben.request('GET', `/api/projects/${projectId}`)).body;
  await until(() => ahead.account()?.cache.readCursor(topic)?.seq === lostHead, { what: 'to be ahead' });

  await ahead.stop();

  await server.stop();
  const dataDirectory = join(await temporaryFolder(), 'restored');
  const restored = await restoreBackup(made.data.path, { dataDirectory }, systemEnvironment);
  expect(restored).toMatchObject({ ok: true, data: { missing: [] } });
  await server.restart({ dataDirectory });
  // The new log grows past the position that the device has seen: its numbers alone would look right.
  for (let index = 0; index < 5; index += 1) {
    await ben.command('vibe.create', { id: newId(), projectId, name: 'After the restore' });
  }
  const [back, present] = [
    await startRuntime({ userData: away.userData, secrets }),
    await startRuntime({ userData: ahead.userData, secrets: secretsOfBen }),
  ];
  for (const device of [back, present]) {
    await until(() => device.account(), { what: 'the account' });
    await dataOf(device.handlers['projects.enter']({ id: projectId }));
  }
  await until(async () => (await dataOf(back.handlers['outbox.list'](null))).length === 0, {
    what: 'the outbox to be empty',
  });

  const { body } = await ben.request('GET', `/api/projects/${projectId}`);
  expect(body.seq).toBeGreaterThan(lostHead);
  const vibeIds: string[] = body.vibes.map(({ id }: { id: string }) => id);
  expect(vibeIds.filter((id) => id === vibeId)).toHaveLength(1);
  expect(vibeIds.filter((id) => lostIds.includes(id))).toEqual([]);
  expect(body.vibes[0].cuts).toMatchObject([{ id: cutId, name: 'Ben has the last word' }]);
  for (const device of [present, back]) {
    const held = await until(
      () => {
        const project = device.account()?.cache.readProject(projectId);
        return project?.seq === body.seq && project?.epoch === body.epoch && project;
      },
      { what: 'to have read the restored project' },
    );
    const { role: _own, ...shared } = held;
    expect(body).toMatchObject(shared);
    expect(shared.vibes).toHaveLength(body.vibes.length);
  }
});
