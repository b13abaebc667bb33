import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { expectGapless, settled } from '../../helpers/hearing.ts';
import { startNodes } from '../../helpers/nodes.ts';
import { hasPostgres, withClient } from '../../helpers/postgres.ts';
import {
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  type SeenEvent,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

/** A person as another node serves them: they are signed in on all. */
const at = (user: TestUser, node: TestServer): TestUser => user.on(node);

/** Ana asks the first node, Ben hears from the second. */
async function openBand() {
  const { nodes, databaseUrl } = await startNodes();
  const [one, two] = nodes as [TestServer, TestServer];
  const [ana, ben] = [await registerUser(one, { name: 'Ana' }), await registerUser(two, { name: 'Ben' })];
  const projectId = await createProject(ana, [at(ben, one)]);
  const socket = await connectSocket(two, ben);
  const seen = collectEvents(socket);
  expect(await joinProject(socket, projectId)).toMatchObject({ ok: true });
  return { one, two, ana, ben, projectId, socket, seen, databaseUrl };
}

const names = (seen: SeenEvent[]) => seen.map(({ name }) => name);

describe.runIf(hasPostgres)('two servers on one database', () => {
  test('a change on one is heard on the other within a second, in both directions', async () => {
    const { one, ana, ben, projectId, seen } = await openBand();
    const anas = await connectSocket(one, ana);
    const heardByAna = collectEvents(anas);
    await joinProject(anas, projectId);
    const began = performance.now();
    await ana.command('vibe.create', { id: newId(), projectId, name: 'Sunset' });
    await until(() => names(seen).includes('activity:new'));
    expect(performance.now() - began).toBeLessThan(1_000);
    await ben.command('vibe.create', { id: newId(), projectId, name: 'Dawn' });
    await until(() => heardByAna.length >= 4);
    for (const heard of [seen, heardByAna]) expectGapless(heard);
    expect(names(heardByAna)).toEqual(['vibe:created', 'activity:new', 'vibe:created', 'activity:new']);
  });

  test('changes of both at once arrive everywhere in the order of the log', async () => {
    const { one, ana, ben, projectId, seen } = await openBand();
    const anas = await connectSocket(one, ana);
    const heardByAna = collectEvents(anas);
    await joinProject(anas, projectId);
    seen.length = 0;
    const create = (user: TestUser, name: string) =>
      user.command('vibe.create', { id: newId(), projectId, name });
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => create(index % 2 === 0 ? ana : ben, `Vibe ${index}`)),
    );
    const ofProject = (heard: SeenEvent[]) =>
      heard.filter(({ position }) => position?.topic === `project:${projectId}`);
    await until(() => ofProject(seen).length >= 80 && ofProject(heardByAna).length >= 80);
    expect(ofProject(seen)).toEqual(ofProject(heardByAna));
    expectGapless(ofProject(seen));
  });

  test('a removed member hears nothing more on another node, and their sockets are out within a second', async () => {
    const { ana, ben, projectId, socket, seen } = await openBand();
    seen.length = 0;
    await ana.command('member.remove', { projectId, userId: ben.account.id });
    await ana.command('vibe.create', { id: newId(), projectId, name: 'Secret' });
    await until(() => names(seen).includes('project:left'), { timeoutMilliseconds: 1_000 });
    await settled(socket);
    expect(seen.filter(({ position }) => position?.topic === `project:${projectId}`)).toEqual([]);
  });

  test('a session that ends on one node closes its sockets on the other within a second', async () => {
    const { one, ben, socket } = await openBand();
    const began = performance.now();
    expect((await at(ben, one).request('POST', '/api/auth/logout')).status).toBeLessThan(300);
    await until(() => socket.disconnected, { timeoutMilliseconds: 2_000 });
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  test('an announcement of one node is shown on all', async () => {
    const { one, ana, ben, socket, databaseUrl } = await openBand();
    await withClient(databaseUrl, (client) =>
      client.query(`update "user" set role = 'ADMIN' where id = $1`, [ana.account.id]),
    );
    const shown: unknown[] = [];
    socket.on('server:announcement', ({ announcement }) => shown.push(announcement.text));
    const answer = await at(ana, one).request('PUT', '/api/admin/announcement', {
      text: 'Back at nine',
      endsAt: null,
    });
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    await until(() => shown.length === 1);
    expect(ben.account.name).toBe('Ben');
  });

  test('nothing is lost while the connection for hints is cut again and again', async () => {
    const { ana, projectId, seen, databaseUrl } = await openBand();
    seen.length = 0;
    for (let index = 0; index < 30; index++) {
      await ana.command('vibe.create', { id: newId(), projectId, name: `Vibe ${index}` });
      if (index % 10 === 5)
        await withClient(databaseUrl, (client) =>
          client.query(
            `select pg_terminate_backend(pid) from pg_stat_activity
             where application_name like 'bandmate bus%' and datname = current_database()`,
          ),
        );
    }
    const ofProject = () => seen.filter(({ position }) => position?.topic === `project:${projectId}`);
    await until(() => ofProject().length === 60, { what: '60 events' });
    expectGapless(ofProject());
  });
});
