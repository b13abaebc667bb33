import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeBounce } from '../../../tools/daw-simulator/writers.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { dataOf, signIn, startRuntime } from '../../helpers/runtime.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { openStudio } from './studio.ts';

const sound = (seed: number) => ({ format: 'wav-16', frames: 10_000, seed }) as const;

it('a folder whose project is gone reports it, uploads nothing, and resumes when the project is back', async () => {
  const studio = await openStudio();
  const status = () => studio.pipeline.listBindings()[0]?.status;
  studio.pipeline.setProjects(() => false);
  expect(status()).toMatchObject({
    kind: 'error',
    message: expect.stringContaining('Choose another project'),
  });
  await writeBounce(join(studio.folder, 'Meanwhile.wav'), sound(1));
  studio.pipeline.rescan();
  await studio.pipeline.stop();
  expect(studio.pipeline.listTransfers()).toEqual([]);
  await studio.restart();
  studio.pipeline.setProjects((id) => id === studio.projectId);
  expect(await studio.settled(1)).toHaveLength(1);
  expect(status()?.kind).toBe('watching');
});

it('a folder moved to another project offers its existing files and uploads new ones', async () => {
  const studio = await openStudio();
  await writeBounce(join(studio.folder, 'Old song.wav'), sound(1));
  await studio.settled(1);
  const elsewhere = await createProject(studio.ana, [], 'Elsewhere');
  studio.pipeline.setProjects((id) => id === elsewhere);
  const moved = await studio.pipeline.updateBinding({ id: studio.bindingId, projectId: elsewhere });
  expect(moved).toMatchObject({ ok: true, data: { projectId: elsewhere } });
  await until(() => studio.pipeline.listBindings()[0]?.status.kind === 'watching');
  await until(() => studio.pipeline.listBindings()[0]?.olderCount === 1);
  await writeBounce(join(studio.folder, 'New song.wav'), sound(2));
  const names = async () => {
    const { body } = await studio.ana.request('GET', `/api/projects/${elsewhere}`);
    return body.vibes.map(({ name }: { name: string }) => name);
  };
  await until(async () => (await names()).length > 0);
  expect(await names()).toEqual(['New song']);
  expect(await studio.readFiles()).toHaveLength(1);
});

it('is not moved to a project that already has the folder', async () => {
  const studio = await openStudio();
  const elsewhere = await createProject(studio.ana, [], 'Elsewhere');
  const routing = { kind: 'song-name' } as const;
  await studio.pipeline.createBinding({ folder: studio.folder, projectId: elsewhere, routing });
  expect(await studio.pipeline.updateBinding({ id: studio.bindingId, projectId: elsewhere })).toMatchObject({
    ok: false,
    kind: 'conflict',
  });
});

it('the folder of a removed member shows an error at once', async () => {
  const server = await startServer();
  const [ben, ana] = [await registerUser(server), await registerUser(server)];
  const projectId = await createProject(ben, [ana], 'Ben’s');
  await createProject(ana, [], 'Her own');
  const runtime = await startRuntime();
  await signIn(runtime, server, ana);
  await dataOf(runtime.handlers['projects.list'](null));
  const folder = await temporaryFolder('bounces');
  await dataOf(runtime.handlers['bindings.create']({ folder, projectId, routing: { kind: 'song-name' } }));
  const statusOf = async () => (await dataOf(runtime.handlers['bindings.list'](null)))[0]?.status.kind;
  await until(async () => (await statusOf()) === 'watching');
  await until(() => runtime.last('connection.changed')?.kind === 'online');
  await ben.command('member.remove', { projectId, userId: ana.account.id });
  await until(() => runtime.last('bindings.changed')?.[0]?.status.kind === 'error');
  expect(await statusOf()).toBe('error');
});
