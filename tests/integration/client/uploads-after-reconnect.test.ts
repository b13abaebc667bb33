import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { writeBounce } from '../../../tools/daw-simulator/writers.ts';
import { openTab } from '../../helpers/browser-client.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { dataOf, signIn, startRuntime } from '../../helpers/runtime.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave } from '../../helpers/uploads.ts';
import { openWire } from '../main/wire.ts';

/** Ana's project, and a proxy that swallows one request of an upload. */
async function behind(swallows: RegExp) {
  const server = await startServer();
  const ana = await registerUser(server, { name: 'Ana' });
  const projectId = await createProject(ana);
  const wire = await openWire(server.url, { swallows });
  const isThere = async () => {
    const { body } = await ana.request('GET', `/api/projects/${projectId}`);
    return (body as ProjectSnapshot).vibes.flatMap(({ cuts }) => cuts).length === 1;
  };
  return { ana, wire, target: { kind: 'project', projectId } as const, isThere };
}

/** Well below the half minute that a silent server is given. */
const soon = { timeoutMilliseconds: 10_000, what: 'the cut' };
const requests = [/^POST \/api\/uploads\/reserve/, /^POST \/api\/uploads\/[^/]+\/commit/];

it.each(requests)('the app repeats %s after a reconnect', async (request) => {
  const { ana, wire, target, isThere } = await behind(request);
  const desk = await startRuntime();
  await signIn(desk, wire, ana);
  const path = join(await temporaryFolder(), 'Mix.wav');
  await writeBounce(path, { format: 'wav-16', frames: 1_000, seed: 1 });
  await dataOf(desk.handlers['transfers.drop']({ paths: [path], target }));
  await until(wire.hasSwallowed);
  desk.resume();
  expect(await until(isThere, soon)).toBe(true);
});

it.each(requests)('a page in a browser repeats %s after a reconnect', async (request) => {
  const { ana, wire, target, isThere } = await behind(request);
  const tab = openTab(wire);
  await dataOf(tab.handlers['app.start'](null));
  await signIn(tab, wire, ana);
  const file = tab.droppedFiles.add(new File([makeWave()], 'Mix.wav'));
  await dataOf(tab.handlers['transfers.drop']({ paths: [file], target }));
  await until(wire.hasSwallowed);
  tab.resume();
  expect(await until(isThere, soon)).toBe(true);
});
