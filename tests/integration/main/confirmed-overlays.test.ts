import { expect, it } from 'vitest';
import { socketTransport } from '../../../client/realtime/socket-transport.ts';
import type { CreateTransport } from '../../../client/realtime/transport.ts';
import { newId } from '../../../common/new-id.ts';
import { createMemorySecretStore } from '../../../main/session/secret-store.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { applyProjectEvent } from '../../../protocol/state/project-state.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { projectTopic } from '../../../protocol/wire/topic.ts';
import { overlayProject } from '../../../renderer/features/pending/project-overlay.ts';
import { dataOf, startRuntime, type TestRuntime } from '../../helpers/runtime.ts';
import { until } from '../../helpers/until.ts';
import { type Band, run, startBand, startDevice } from './band.ts';

const backoff = { first: 20, longest: 50 };

/** A network that always passes HTTP, and sockets only until `block` is called. */
function socketFilter() {
  let isBlocked = false;
  let cut = () => {};
  const create = socketTransport();
  const createTransport: CreateTransport = (serverUrl, events) => {
    const transport = create(serverUrl, events);
    cut = () => {
      transport.close();
      events.lost(false);
    };
    return {
      ...transport,
      open(headers) {
        if (isBlocked) events.failed('The socket is blocked', null);
        else transport.open(headers);
      },
    };
  };
  return {
    realtimeSettings: { headsMilliseconds: 500, connection: { backoff, createTransport } },
    block() {
      isBlocked = true;
      cut();
    },
    unblock() {
      isBlocked = false;
    },
  };
}

/** The project's name as the page shows it: what it has read, with what the outbox lays over it. */
async function shownName(device: TestRuntime, { projectId, ana }: Band): Promise<string> {
  const project = await dataOf(device.handlers['projects.read']({ id: projectId }));
  const operations = await dataOf(device.handlers['outbox.list'](null));
  return overlayProject(project, operations, ana.account).project.name;
}

const statesOf = (operations: readonly PendingOperation[]) => operations.map(({ state }) => state.kind);
const outboxOf = async (device: TestRuntime) => statesOf(await dataOf(device.handlers['outbox.list'](null)));

/** The project's name after each push, for a page that has read the project once and lives from pushes alone. */
function namesShown(device: TestRuntime, read: ProjectSnapshot, { ana }: Band): string[] {
  let project = read;
  let operations: PendingOperation[] = [];
  return device.pushed.flatMap((message) => {
    if (message.name === 'outbox.changed') operations = message.data;
    else if (message.name !== 'realtime.event' || !('topic' in message.data)) return [];
    else if (message.data.topic === projectTopic(project.id))
      project = applyProjectEvent(project, message.data);
    return [overlayProject(project, operations, ana.account).project.name];
  });
}

async function deskWithoutSocket(before = async (_band: Band): Promise<unknown> => null) {
  const band = await startBand();
  await before(band);
  const { realtimeSettings, block, unblock } = socketFilter();
  const secrets = createMemorySecretStore();
  const desk = await startDevice(band.server, band.ana, { secrets, realtimeSettings });
  await dataOf(desk.handlers['projects.enter']({ id: band.projectId }));
  await until(() => desk.last('project.replaced'), { what: 'the project to be followed' });
  const read = await dataOf(desk.handlers['projects.read']({ id: band.projectId }));
  block();
  await until(() => desk.last('connection.changed')?.kind !== 'online');
  const restarted = async () => {
    await desk.stop();
    return startRuntime({ secrets, userData: desk.userData, realtimeSettings });
  };
  return { band, desk, unblock, read, restarted };
}

it('shows a confirmed change until its event comes, although the socket is down', async () => {
  const { band, desk, unblock, read } = await deskWithoutSocket();
  await run(desk, 'project.update', { id: band.projectId, name: 'Renamed' });
  await until(async () => (await outboxOf(desk)).includes('confirmed'), { what: 'the answer over HTTP' });
  expect((await dataOf(desk.handlers['projects.read']({ id: band.projectId }))).name).toBe(read.name);
  expect(await shownName(desk, band)).toBe('Renamed');
  expect(desk.account()?.outbox.list()).toEqual([]);

  unblock();
  await until(async () => (await outboxOf(desk)).length === 0, { what: 'the event' });
  expect(await shownName(desk, band)).toBe('Renamed');
  const names = namesShown(desk, read, band);
  expect(names.slice(names.indexOf('Renamed')).filter((name) => name !== 'Renamed')).toEqual([]);
});

it('shows it over a restart too, and lets go of it once the missed events are read', async () => {
  const { band, desk, unblock, restarted } = await deskWithoutSocket();
  await run(desk, 'project.update', { id: band.projectId, name: 'Renamed' });
  await until(async () => (await outboxOf(desk)).includes('confirmed'), { what: 'the answer over HTTP' });

  const again = await restarted();
  expect(await outboxOf(again)).toEqual(['confirmed']);
  expect(await shownName(again, band)).toBe('Renamed');
  // Nobody looks at the project: the outbox itself follows it until the event has come.
  unblock();
  await until(async () => (await outboxOf(again)).length === 0, { what: 'the event' });
  expect((await dataOf(again.handlers['projects.read']({ id: band.projectId }))).name).toBe('Renamed');
});

it('shows a notification as read until the event says so', async () => {
  const { band, desk, unblock } = await deskWithoutSocket((band) =>
    band.ben.command('comment.create', {
      id: newId(),
      cutId: band.cutId,
      text: 'More cowbell',
      timestamp: 1,
    }),
  );
  const isRead = async () =>
    (await dataOf(desk.handlers['notifications.list'](null))).every((notification) => notification.isRead);
  expect(await isRead()).toBe(false);
  await dataOf(desk.handlers['notifications.readAll'](null));
  await until(async () => {
    const { body } = await band.ana.request('GET', '/api/notifications');
    return body.every((notification: { isRead: boolean }) => notification.isRead);
  });
  expect(await isRead()).toBe(true);
  unblock();
  await until(() => desk.account()?.outbox.listMarks().length === 0);
  expect(await isRead()).toBe(true);
});
