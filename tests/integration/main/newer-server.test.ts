import http from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { projectTopic, userTopic } from '../../../protocol/wire/topic.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { dataOf, type TestRuntime } from '../../helpers/runtime.ts';
import type { TestServer, TestUser } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { type Band, run, startBand, startDevice } from './band.ts';

/** Each object of an answer gets a field that this version doesn't know, and each list of heads a topic. */
function fromTheFuture(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromTheFuture);
  if (typeof value !== 'object' || value === null) return value;
  const grown = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fromTheFuture(one)]));
  // A map by id has no fields of its own.
  if (Object.keys(value).some((key) => key.includes(':'))) return { ...grown, 'song:01': 7 };
  return { ...grown, fieldOfLater: { nested: [1, 'two'] } };
}

/** In front of a server: its JSON answers as a later version might send them. Sockets pass as they are. */
async function openFuture(target: string): Promise<{ url: string }> {
  const { hostname, port } = new URL(target);
  const proxy = http.createServer((request, response) => {
    const { method, url, headers } = request;
    const onward = http.request({ hostname, port, method, path: url, headers }, (answer) => {
      const isJson =
        answer.headers['content-type']?.includes('application/json') && answer.statusCode !== 304;
      if (!isJson) {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
        return;
      }
      let body = '';
      answer.setEncoding('utf8').on('data', (piece: string) => {
        body += piece;
      });
      answer.on('end', () => {
        const sent = Buffer.from(JSON.stringify(fromTheFuture(JSON.parse(body))));
        response.writeHead(answer.statusCode ?? 500, { ...answer.headers, 'content-length': sent.length });
        response.end(sent);
      });
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  proxy.on('upgrade', (request, near) => {
    const far = connect(Number(port), hostname, () => {
      const lines = [`${request.method} ${request.url} HTTP/1.1`];
      for (let index = 0; index < request.rawHeaders.length; index += 2)
        lines.push(`${request.rawHeaders[index]}: ${request.rawHeaders[index + 1]}`);
      far.write(`${lines.join('\r\n')}\r\n\r\n`);
      near.pipe(far).pipe(near);
    });
    const hangUp = () => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.on('error', hangUp);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  disposeLater(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
}

/** Appends an event of a later server to the log of a topic; the next event pokes it. */
async function append(server: TestServer, topic: string, name: string, given: unknown): Promise<void> {
  const advance = 'update topicHead set seq = seq + 1 where topic = ? returning seq';
  const seq = await server.database.value(advance, topic);
  const payload = JSON.stringify(given);
  await server.database.insert('event', [{ topic, seq, name, payload, at: new Date().toISOString() }]);
}

const person = ({ account: { id, name } }: TestUser) => ({ id, name, avatarUrl: null });

function laterActivity({ ben, projectId, cutId }: Band, name: string) {
  const createdAt = new Date().toISOString();
  const target = { type: 'song', id: cutId, name };
  return {
    ...{ id: newId(), type: 'song_archived', projectId, actor: person(ben), target, createdAt },
    link: { projectId, songId: cutId },
    reason: 'later',
  };
}

const kindOf = (runtime: TestRuntime) => runtime.last('connection.changed')?.kind;
const activitiesOf = async (runtime: TestRuntime, projectId: string | null) =>
  (await dataOf(runtime.handlers['activities.list']({ projectId, limit: 50 }))).map(
    ({ target }) => target.name,
  );

it('follows a newer server: unknown events, types, members and fields break nothing', async () => {
  const band = await startBand();
  const { server, ana, ben, projectId, cutId } = band;
  const future = await openFuture(server.url);
  const desk = await startDevice(future, ana);
  await dataOf(desk.handlers['projects.enter']({ id: projectId }));
  await until(() => desk.account()?.cache.readCursor(projectTopic(projectId)));
  expect(kindOf(desk)).toBe('online');

  await append(server, projectTopic(projectId), 'song:archived', { songId: cutId });
  await append(server, projectTopic(projectId), 'activity:new', laterActivity(band, 'Archived while online'));
  await append(server, userTopic(ana.account.id), 'notification:new', {
    ...{ id: newId(), type: 'mentioned', title: 'Ben mentioned you', message: 'in a comment' },
    ...{ link: { projectId, cutId }, isRead: false, createdAt: new Date().toISOString() },
  });
  await append(server, userTopic(ana.account.id), 'notifications:withdrawn', { about: 'song', id: newId() });
  // The next event shows the gap; the client pulls what is above.
  await ben.command('comment.create', { id: newId(), cutId, text: 'And a known one', timestamp: 1 });
  await until(async () => {
    const comments = await dataOf(desk.handlers['comments.list']({ cutId }));
    const notifications = await dataOf(desk.handlers['notifications.list'](null));
    const names = await activitiesOf(desk, projectId);
    return (
      comments.length === 1 &&
      notifications.some(({ title }) => title === 'Ben mentioned you') &&
      names.includes('Archived while online')
    );
  });

  // The other way round: a change of ours, and what a fresh device reads.
  expect(await run(desk, 'cut.update', { id: cutId, name: 'Renamed' })).toMatchObject({ state: 'confirmed' });
  const laptop = await startDevice(future, ana);
  await dataOf(laptop.handlers['projects.enter']({ id: projectId }));
  await until(async () => (await activitiesOf(laptop, projectId)).includes('And a known one'));
  for (const runtime of [desk, laptop]) {
    await until(async () => {
      const project = await runtime.handlers['projects.read']({ id: projectId });
      return project.ok && project.data.vibes[0]?.cuts[0]?.name === 'Renamed';
    });
    expect(kindOf(runtime)).toBe('online');
  }
});

it('shows a member of a later role, with the actions that need no role', async () => {
  const band = await startBand();
  const { server, ana, ben, projectId } = band;
  await server.database.run(`pragma ignore_check_constraints = on;
    update member set role = 'LISTENER' where projectId = '${projectId}' and userId = '${ben.account.id}'`);
  const desk = await startDevice(server, ana);
  const project = await dataOf(desk.handlers['projects.read']({ id: projectId }));
  expect(project.members.map(({ role }) => role).sort()).toEqual(['ADMIN', 'LISTENER']);
  const laptop = await startDevice(server, ben);
  expect((await dataOf(laptop.handlers['projects.list'](null)))[0]?.role).toBe('LISTENER');
});
