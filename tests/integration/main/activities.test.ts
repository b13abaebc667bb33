import { expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { createMemorySecretStore } from '../../../main/session/secret-store.ts';
import { dataOf, startRuntime, type TestRuntime } from '../../helpers/runtime.ts';
import { createProject } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { startBand, startDevice } from './band.ts';
import { openWire } from './wire.ts';

const feed = (runtime: TestRuntime, projectId: string | null = null, limit = 50, before?: string) =>
  dataOf(runtime.handlers['activities.list']({ projectId, limit, ...(before && { before }) }));
const typesOf = async (runtime: TestRuntime, projectId: string | null = null) =>
  (await feed(runtime, projectId)).map(({ type }) => type);

it('are those of one project or of all, newest first, and earlier ones are read from the server', async () => {
  const { server, ana, ben, projectId } = await startBand();
  const other = await createProject(ana);
  await ana.command('vibe.create', { id: newId(), projectId: other, name: 'Elsewhere' });
  const runtime = await startDevice(server, ana);
  expect(await typesOf(runtime, projectId)).toEqual(['cut_created', 'vibe_created', 'member_joined']);
  await until(async () => (await feed(runtime)).length === 4);
  const [newest] = await feed(runtime, null, 1);
  expect(newest).toMatchObject({ type: 'vibe_created', projectId: other });
  const earlier = await feed(runtime, null, 2, newest?.id);
  expect(earlier.map(({ type }) => type)).toEqual(['cut_created', 'vibe_created']);

  await dataOf(runtime.handlers['projects.enter']({ id: projectId }));
  await until(() => runtime.account()?.cache.readProject(projectId));
  await ben.command('vibe.create', { id: newId(), projectId, name: 'Live' });
  await until(() => runtime.account()?.cache.activities.list(projectId, 50).length === 4);
  await server.stop();
  expect(await typesOf(runtime)).toHaveLength(5);
});

it('dismissed on one device go on the other too, and an undo brings them back', async () => {
  const { server, ana, projectId } = await startBand();
  const [desk, laptop] = [await startDevice(server, ana), await startDevice(server, ana)];
  const [first] = await feed(desk, projectId);
  expect(await feed(laptop, projectId)).toHaveLength(3);
  await dataOf(desk.handlers['activities.dismiss']({ ids: [first?.id ?? ''] }));
  expect(desk.pushed.some(({ name }) => name === 'activities.changed')).toBe(true);
  expect(await typesOf(desk)).toEqual(['vibe_created', 'member_joined']);
  // Without a request: the event brings it.
  await until(() => laptop.account()?.cache.activities.list(projectId, 50).length === 2);
  expect(laptop.pushed.some(({ name }) => name === 'activities.changed')).toBe(true);

  const { dismissed } = await dataOf(desk.handlers['activities.dismissAll']({ projectId: null }));
  expect(dismissed).toHaveLength(2);
  expect(await typesOf(desk)).toEqual([]);
  await dataOf(desk.handlers['activities.undismiss']({ ids: [...dismissed, first?.id ?? ''] }));
  expect(await typesOf(desk)).toHaveLength(3);
  await until(() => laptop.account()?.cache.activities.list(projectId, 50).length === 3);
});

it('are dismissed offline, over a restart, and stay so whatever the server says meanwhile', async () => {
  const { server, ana, projectId } = await startBand();
  const secrets = createMemorySecretStore();
  const desk = await startDevice(server, ana, { secrets });
  const [first, second] = await feed(desk, projectId);
  await server.stop();
  await dataOf(desk.handlers['activities.dismiss']({ ids: [first?.id ?? ''] }));
  const { dismissed } = await dataOf(desk.handlers['activities.dismissAll']({ projectId }));
  expect(dismissed).toHaveLength(2);
  await dataOf(desk.handlers['activities.undismiss']({ ids: [second?.id ?? ''] }));
  expect(await typesOf(desk)).toEqual(['vibe_created']);
  expect(await dataOf(desk.handlers['outbox.list'](null))).toEqual([]);
  await desk.stop();

  const again = await startRuntime({ secrets, userData: desk.userData });
  expect(await typesOf(again)).toEqual(['vibe_created']);
  await server.restart();
  await until(() => again.account()?.outbox.listMarks().length === 0);
  expect(await typesOf(again)).toEqual(['vibe_created']);
  const { body } = await ana.request('GET', `/api/activities?projectId=${projectId}`);
  expect(body.map(({ type }: { type: string }) => type)).toEqual(['vibe_created']);
});

it('that wait to be dismissed are not brought back by an answer that doesn’t know it', async () => {
  const { server, ana, projectId } = await startBand();
  const wire = await openWire(server.url, { hasNo: /^POST \/api\/commands/ });
  const desk = await startDevice({ url: wire.url }, ana);
  const [first] = await feed(desk, projectId);
  await dataOf(desk.handlers['activities.dismiss']({ ids: [first?.id ?? ''] }));
  const changes = () => desk.pushed.filter(({ name }) => name === 'activities.changed').length;
  const before = changes();
  // Each look compares with the server, which still has it; none of them finds that anything changed.
  for (let look = 0; look < 3; look++) {
    const sent = wire.sent();
    expect(await typesOf(desk, projectId)).toEqual(['vibe_created', 'member_joined']);
    await until(() => wire.sent() > sent);
  }
  expect(changes()).toBe(before);
  expect(desk.account()?.outbox.listMarks()).toHaveLength(1);
});
