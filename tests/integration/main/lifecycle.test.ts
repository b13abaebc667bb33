import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { createMemorySecretStore } from '../../../main/session/secret-store.ts';
import { projectTopic } from '../../../protocol/wire/topic.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { dataOf, signIn, startRuntime, type TestRuntime } from '../../helpers/runtime.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { run, startBand, startDevice } from './band.ts';
import { openWire } from './wire.ts';

const kindOf = (runtime: TestRuntime) => runtime.last('connection.changed')?.kind;
const waitingOf = (runtime: TestRuntime) => dataOf(runtime.handlers['outbox.list'](null));
const nothingWaits = async (runtime: TestRuntime) => (await waitingOf(runtime)).length === 0;

async function follow(runtime: TestRuntime, projectId: string): Promise<void> {
  await dataOf(runtime.handlers['projects.enter']({ id: projectId }));
  await until(() => runtime.account()?.cache.readProject(projectId));
}

const vibesOf = (runtime: TestRuntime, projectId: string) =>
  runtime
    .account()
    ?.cache.readProject(projectId)
    ?.vibes.map(({ name }) => name) ?? [];

/** A hotel's network that answers every request with its own page before payment. */
async function openPortal(answer: RequestListener): Promise<string> {
  const portal = createServer(answer);
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
  disposeLater(() => {
    portal.closeAllConnections();
    portal.close();
  });
  return `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;
}

describe('a captive portal', () => {
  it.each<[string, RequestListener]>([
    [
      'answers everything with its page',
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'portal=1' });
        response.end('<html><title>Welcome</title></html>');
      },
    ],
    [
      'leads everything to its page',
      (_request, response) => {
        response.writeHead(302, { location: 'http://portal.example/' });
        response.end();
      },
    ],
    [
      'forbids everything',
      (_request, response) => {
        response.writeHead(403, { 'content-type': 'text/html' });
        response.end('<html>Pay first</html>');
      },
    ],
  ])('costs nothing where it %s', async (_what, answer) => {
    const { server, ana, projectId } = await startBand();
    const wire = await openWire(server.url);
    const desk = await startDevice({ url: wire.url }, ana);
    await follow(desk, projectId);
    wire.leadTo(await openPortal(answer));
    wire.cut();
    await until(() => kindOf(desk) !== 'online');
    const made = await run(desk, 'vibe.create', { id: newId(), projectId, name: 'Hotel' });
    expect(made.state).toBe('queued');
    const attempts = wire.sent();
    await until(() => wire.sent() > attempts + 4);
    expect(kindOf(desk)).toMatch(/offline|connecting/);
    // An attempt may be on its way right now.
    const state = { kind: expect.stringMatching(/^(queued|sending)$/) };
    expect(await waitingOf(desk)).toMatchObject([{ kind: 'vibe.create', state }]);
    expect(vibesOf(desk, projectId)).toEqual(['Groove']);

    wire.leadTo(server.url);
    wire.cut();
    await until(() => kindOf(desk) === 'online');
    await until(() => nothingWaits(desk));
    await until(() => vibesOf(desk, projectId).join() === 'Groove,Hotel');
  });
});

describe('a connection that', () => {
  it('is cut again and again delivers everything once and in order', async () => {
    const { server, ana, projectId } = await startBand();
    const wire = await openWire(server.url);
    const desk = await startDevice({ url: wire.url }, ana);
    await follow(desk, projectId);
    const cutting = setInterval(wire.cut, 300);
    disposeLater(() => clearInterval(cutting));
    const names = Array.from({ length: 30 }, (_, index) => `Vibe ${index}`);
    for (const name of names) await run(desk, 'vibe.create', { id: newId(), projectId, name });
    await until(() => nothingWaits(desk));
    clearInterval(cutting);
    const { body } = await ana.request('GET', `/api/projects/${projectId}`);
    expect(body.vibes.map(({ name }: { name: string }) => name)).toEqual(['Groove', ...names]);
    await until(() => desk.account()?.cache.readCursor(projectTopic(projectId))?.seq === body.seq);
    expect(vibesOf(desk, projectId)).toEqual(['Groove', ...names]);
  });

  it('died unnoticed is replaced soon after the network changed', async () => {
    const { server, ana } = await startBand();
    const wire = await openWire(server.url);
    const desk = await startDevice({ url: wire.url }, ana);
    await until(() => kindOf(desk) === 'online');
    desk.account()?.connection.networkChanged();
    wire.freeze(true);
    const proven = desk.pushed.length;
    desk.account()?.connection.networkChanged();
    await until(() => kindOf(desk) !== 'online', { timeoutMilliseconds: 10_000 });
    wire.freeze(false);
    // The attempt on the dead network would only time out.
    wire.cut();
    await until(() => kindOf(desk) === 'online');
    expect(desk.pushed.length).toBeGreaterThan(proven);
  });

  it('works survives a change of the network', async () => {
    const { server, ana } = await startBand();
    const desk = await startDevice(server, ana);
    await until(() => kindOf(desk) === 'online');
    const changes = () => desk.pushed.filter(({ name }) => name === 'connection.changed').length;
    const before = changes();
    desk.account()?.connection.networkChanged();
    // The proof uses the same socket as this, so it has arrived by then.
    await dataOf(
      desk.handlers['projects.enter']({
        id: (await dataOf(desk.handlers['projects.list'](null)))[0]?.id ?? '',
      }),
    );
    await until(() => desk.pushed.some(({ name }) => name === 'project.replaced'));
    expect(changes()).toBe(before);
  });
});

describe('two devices of one person', () => {
  it('that were both offline converge, whichever reconnects first', async () => {
    const { server, ana, projectId, cutId } = await startBand();
    const [desk, laptop] = [await startDevice(server, ana), await startDevice(server, ana)];
    for (const device of [desk, laptop]) await follow(device, projectId);
    await server.stop();
    await until(() => kindOf(desk) === 'offline' && kindOf(laptop) === 'offline');
    await run(desk, 'cut.update', { id: cutId, name: 'By the desk' });
    await run(laptop, 'cut.update', { id: cutId, name: 'By the laptop' });
    await run(laptop, 'comment.create', { id: newId(), cutId, text: 'From the train', timestamp: 1 });
    await run(desk, 'vibe.create', { id: newId(), projectId, name: 'At home' });
    await server.restart();
    for (const device of [desk, laptop]) await until(() => nothingWaits(device));
    const { body } = await ana.request('GET', `/api/projects/${projectId}`);
    const nameOn = (device: TestRuntime) =>
      device
        .account()
        ?.cache.readProject(projectId)
        ?.vibes.flatMap(({ cuts }) => cuts)[0];
    for (const device of [desk, laptop]) {
      await until(() => device.account()?.cache.readCursor(projectTopic(projectId))?.seq === body.seq);
      expect(vibesOf(device, projectId)).toEqual(['Groove', 'At home']);
      expect(nameOn(device)).toMatchObject({ name: body.vibes[0].cuts[0].name, commentCount: 1 });
    }
  });
});

describe('sleep', () => {
  it('disconnects, keeps changes pending, and sends them on waking', async () => {
    const { server, ana, projectId } = await startBand();
    const desk = await startDevice(server, ana);
    await follow(desk, projectId);
    desk.suspend();
    expect(kindOf(desk)).toBe('offline');
    await server.stop();
    await run(desk, 'vibe.create', { id: newId(), projectId, name: 'Dream' });
    await server.restart();
    desk.resume();
    await until(() => kindOf(desk) === 'online');
    await until(() => nothingWaits(desk));
    await until(() => vibesOf(desk, projectId).includes('Dream'));
  });
});

describe('another server', () => {
  it('knows nothing of the first, whose data is still there on return, even offline', async () => {
    const [home, studio] = [await startServer(), await startServer()];
    const email = 'ana@example.com';
    const [atHome, atStudio] = [
      await registerUser(home, { email, name: 'Ana' }),
      await registerUser(studio, { email, name: 'Ana' }),
    ];
    const projectId = await createProject(atHome, [], 'Home tapes');
    const secrets = createMemorySecretStore();
    const desk = await startRuntime({ secrets });
    await signIn(desk, home, atHome);
    await follow(desk, projectId);
    await home.stop();
    await until(() => kindOf(desk) === 'offline');
    await run(desk, 'vibe.create', { id: newId(), projectId, name: 'Waiting' });

    await signIn(desk, studio, atStudio);
    expect(await dataOf(desk.handlers['projects.list'](null))).toEqual([]);
    expect(await waitingOf(desk)).toEqual([]);
    await home.restart();
    await signIn(desk, home, atHome);
    await until(() => nothingWaits(desk));
    await follow(desk, projectId);
    await until(() => vibesOf(desk, projectId).join() === 'Waiting');
    const inStudio = await atStudio.request('GET', '/api/projects');
    expect(inStudio.body).toEqual([]);
  });
});
