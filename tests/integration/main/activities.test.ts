import { expect, it } from 'vitest';
import { newId } from '../../../protocol/wire/id.ts';
import { dataOf, type TestRuntime } from '../../helpers/runtime.ts';
import { createProject } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { startBand, startDevice } from './band.ts';

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

it('dismissed on one device are so on the other when it looks, and an undo brings them back', async () => {
  const { server, ana, projectId } = await startBand();
  const [desk, laptop] = [await startDevice(server, ana), await startDevice(server, ana)];
  const [first] = await feed(desk, projectId);
  expect(await feed(laptop, projectId)).toHaveLength(3);
  await dataOf(desk.handlers['activities.dismiss']({ ids: [first?.id ?? ''] }));
  expect(desk.pushed.some(({ name }) => name === 'activities.changed')).toBe(true);
  expect(await typesOf(desk)).toEqual(['vibe_created', 'member_joined']);
  const changesBefore = laptop.pushed.filter(({ name }) => name === 'activities.changed').length;
  await feed(laptop, projectId);
  await until(() => laptop.pushed.filter(({ name }) => name === 'activities.changed').length > changesBefore);
  expect(await typesOf(laptop, projectId)).toEqual(['vibe_created', 'member_joined']);

  const { dismissed } = await dataOf(desk.handlers['activities.dismissAll']({ projectId: null }));
  expect(dismissed).toHaveLength(2);
  expect(await typesOf(desk)).toEqual([]);
  for (const id of [...dismissed, first?.id ?? ''])
    await dataOf(desk.handlers['activities.undismiss']({ ids: [id] }));
  expect(await typesOf(desk)).toHaveLength(3);
  await server.stop();
  const failed = await desk.handlers['activities.dismiss']({ ids: [first?.id ?? ''] });
  expect(failed).toMatchObject({ ok: false, kind: 'offline' });
  expect(await typesOf(desk)).toHaveLength(3);
});
