import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mediaAddress, peaksAddress } from '../../../protocol/ipc/media-addresses.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { dataOf, signIn, startRuntime } from '../../helpers/runtime.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

async function studio() {
  const server = await startServer();
  const [ana, ben] = [await registerUser(server), await registerUser(server)];
  const projectId = await createProject(ana, [ben]);
  const runtime = await startRuntime({
    pipelineSettings: {
      quietMilliseconds: 150,
      quietUnknownWriterMilliseconds: 200,
      folderCheckMilliseconds: 100,
    },
  });
  await signIn(runtime, server, ana);
  await dataOf(runtime.handlers['projects.list'](null));
  await dataOf(runtime.handlers['projects.read']({ id: projectId }));
  await dataOf(runtime.handlers['projects.enter']({ id: projectId }));
  const ask = (address: string, range = 'bytes=0-') =>
    runtime.answerMedia(new Request(`app://bundle/${address}`, { headers: { range } }));
  const hear = async (fileId: string) => Buffer.from(await (await ask(mediaAddress(fileId))).arrayBuffer());
  return { server, ana, ben, projectId, runtime, ask, hear };
}

it('a bounce plays from its own folder, but no longer after the DAW has overwritten it', async () => {
  const { server, projectId, runtime, hear } = await studio();
  const folder = join(await temporaryFolder('bandmate-bounces'), 'Bounces');
  await mkdir(folder);
  await dataOf(runtime.handlers['bindings.create']({ folder, projectId, routing: { kind: 'song-name' } }));
  const first = makeWave(300_000);
  await writeFile(join(folder, 'Song mix 1.wav'), first);
  const done = await until(() =>
    runtime
      .account()
      ?.pipeline.listTransfers()
      .find(({ state }) => state.kind === 'done'),
  );
  const fileId = done.state.kind === 'done' ? done.state.fileId : '';
  await until(async () => (await hear(fileId)).equals(first), { what: 'the file to be known here' });
  await server.stop();
  expect((await hear(fileId)).equals(first)).toBe(true);
  expect((await dataOf(runtime.handlers['media.cacheUsage'](null))).usedBytes).toBe(0);

  await writeFile(join(folder, 'Song mix 1.wav'), makeWave(300_000));
  await server.restart();
  expect((await hear(fileId)).equals(first)).toBe(true);
});

it('plays nothing after removal from the project or signing out; the cache limit can be set', async () => {
  const { server, ana, ben, projectId, runtime, ask, hear } = await studio();
  const bytes = makeWave(200_000);
  const { file } = await upload({ server, user: ben }, bytes, newCut(projectId));
  await until(async () => (await hear(file.id)).equals(bytes), { what: 'the file to be known here' });
  await until(async () => (await dataOf(runtime.handlers['media.cacheUsage'](null))).usedBytes === 200_000);
  const set = await dataOf(runtime.handlers['media.setCacheLimit']({ limitBytes: 1000 }));
  expect(set).toEqual({ usedBytes: 0, limitBytes: 1000, pinnedBytes: 0 });
  await until(async () => (await ask(peaksAddress(file.id))).status === 200);

  await ben.command('member.remove', { projectId, userId: ben.account.id });
  expect((await ask(mediaAddress(file.id))).status).toBe(206);
  await ana.command('project.delete', { id: projectId });
  await until(async () => (await ask(mediaAddress(file.id))).status === 404);
  expect((await ask(peaksAddress(file.id))).status).toBe(404);
  await runtime.handlers['session.signOut'](null);
  const answer = await ask(mediaAddress(file.id));
  expect([answer.status, await answer.json()]).toMatchObject([503, { kind: 'signed-out' }]);
});

it('the event for a finished waveform reaches the page', async () => {
  const { server, ben, projectId, runtime, ask } = await studio();
  const { file } = await upload({ server, user: ben }, makeWave(200_000), newCut(projectId));
  await until(() =>
    runtime.pushed.some(
      ({ name, data }) =>
        name === 'realtime.event' && data.name === 'file:peaks' && data.payload.fileId === file.id,
    ),
  );
  expect((await ask(peaksAddress(file.id))).status).toBe(200);
});
