import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { systemEnvironment } from '../../../common/environment.ts';
import { newId } from '../../../common/new-id.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import type { Hint } from '../../../server/nodes/bus.ts';
import { createNodes } from '../../../server/nodes/nodes.ts';
import { createPostgresBus } from '../../../server/nodes/postgres-bus.ts';
import { fingerprintOf, readSharedSecrets } from '../../../server/secrets.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { expectGapless } from '../../helpers/hearing.ts';
import { startNodes } from '../../helpers/nodes.ts';
import { hasPostgres } from '../../helpers/postgres.ts';
import {
  collectEvents,
  collectMoments,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  type TestServer,
} from '../../helpers/server.ts';
import { actorOf, openDispatcher } from '../../helpers/server-parts.ts';
import { until } from '../../helpers/until.ts';

/** Longer than a node may go unnoticed. */
const patience = { timeoutMilliseconds: 40_000 };

/** A server in a process of its own. */
async function startProgram(databaseUrl: string): Promise<{ url: string; program: ChildProcess }> {
  const program = spawn(process.execPath, ['server/index.ts'], {
    env: {
      ...process.env,
      ...{ DATABASE_URL: databaseUrl, DATA_DIR: await temporaryFolder('bandmate-node'), PORT: '0' },
      NODE_NAME: 'doomed',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  disposeLater(() => void program.kill('SIGKILL'));
  const [line] = await once(program.stdout as NonNullable<typeof program.stdout>, 'data');
  return { program, url: String(line).trim() };
}

describe.runIf(hasPostgres)('of two servers on one database one dies', () => {
  test('the people on it are offline for the others within 40 s, unless they came back elsewhere', async () => {
    const { nodes, databaseUrl } = await startNodes(1);
    const [one] = nodes as [TestServer];
    const doomed = await startProgram(databaseUrl);
    const [ana, ben, cleo] = [
      await registerUser(one, { name: 'Ana' }),
      await registerUser(one, { name: 'Ben' }),
      await registerUser(one, { name: 'Cleo' }),
    ];
    await createProject(ana, [ben, cleo]);
    const moments = collectMoments(await connectSocket(one, ana));
    const told = () =>
      moments
        .filter(({ name, payload }) => name === 'chat:presence' && payload.userId !== ana.account.id)
        .map(({ payload }) => `${payload.userId === ben.account.id ? 'ben' : 'cleo'} ${payload.isOnline}`);
    await connectSocket(doomed, ben);
    await connectSocket(doomed, cleo);
    await until(() => told().length === 2);
    doomed.program.kill('SIGKILL');
    const died = performance.now();
    await connectSocket(one, cleo);
    await until(() => told().length === 3, patience);
    expect(performance.now() - died).toBeLessThan(40_000);
    expect(told()).toEqual(['ben true', 'cleo true', 'ben false']);
    const { body } = await ana.request('GET', '/api/presence');
    const online = body.filter((one: { isOnline: boolean }) => one.isOnline);
    expect(online.map(({ name }: { name: string }) => name)).toEqual(['Cleo']);
  });

  test('a change that it committed without telling anyone is heard when its lease has lapsed', async () => {
    const { nodes, databaseUrl } = await startNodes(1);
    const [one] = nodes as [TestServer];
    const [ana, ben] = [await registerUser(one, { name: 'Ana' }), await registerUser(one, { name: 'Ben' })];
    const projectId = await createProject(ana, [ben]);
    const [anas, bens] = [await connectSocket(one, ana), await connectSocket(one, ben)];
    const [heardByAna, heardByBen] = [collectEvents(anas), collectEvents(bens)];
    await joinProject(anas, projectId);
    await joinProject(bens, projectId);
    const db = await openDatabase(databaseUrl);
    disposeLater(() => db.destroy());
    let stop = () => {};
    const clock = {
      ...systemEnvironment.clock,
      later: (milliseconds: number, task: () => void) => {
        stop = systemEnvironment.clock.later(milliseconds, task);
        return stop;
      },
    };
    const dead = createNodes({
      db,
      name: 'dead',
      secretFingerprint: fingerprintOf((await readSharedSecrets(db)).secret),
      environment: { ...systemEnvironment, clock },
      log: pino({ level: 'silent' }),
    });
    await dead.ready;
    expect(await dead.holds('something')).toBe(true);
    stop();
    // It dies between commit and NOTIFY.
    const { dispatch } = openDispatcher(db);
    const vibe = { id: newId(), projectId, name: 'Unheard' };
    const made = await dispatch(actorOf(ana), newId(), { kind: 'vibe.create', payload: vibe });
    const removal = { projectId, userId: ben.account.id };
    const removed = await dispatch(actorOf(ana), newId(), { kind: 'member.remove', payload: removal });
    expect([made.ok, removed.ok]).toEqual([true, true]);
    const ofProject = () => heardByAna.filter(({ position }) => position?.topic === `project:${projectId}`);
    await until(() => ofProject().some(({ name }) => name === 'member:left'), patience);
    expectGapless(ofProject());
    await until(() => heardByBen.some(({ name }) => name === 'project:left'));
    expect(heardByBen.map(({ name }) => name)).not.toContain('member:left');
    // Its jobs are free.
    const row = () => db.selectFrom('lease').selectAll().where('job', '=', 'something').executeTakeFirst();
    expect(await row()).toBeUndefined();
  });

  test('members hear that a project is deleted also where its hint was lost', async () => {
    const { nodes, databaseUrl } = await startNodes(1);
    const [one] = nodes as [TestServer];
    const [ana, ben] = [await registerUser(one, { name: 'Ana' }), await registerUser(one, { name: 'Ben' })];
    const projectId = await createProject(ana, [ben]);
    const socket = await connectSocket(one, ben);
    const heard = collectEvents(socket);
    await joinProject(socket, projectId);
    const db = await openDatabase(databaseUrl);
    disposeLater(() => db.destroy());
    const bus = createPostgresBus({
      ...{ databaseUrl, node: newId(), clock: () => 0, timers: systemEnvironment.clock },
      log: pino({ level: 'silent' }),
    });
    disposeLater(bus.close);
    const { dispatch } = openDispatcher(db);
    const deletion = { kind: 'project.delete', payload: { id: projectId } } as const;
    expect((await dispatch(actorOf(ana), newId(), deletion)).ok).toBe(true);
    // Hints of a later version are ignored.
    const later = [{ kind: 'later' }, { kind: 'committed', heads: {}, changes: [{ kind: 'later' }] }];
    for (const hint of [...later, { kind: 'lost' }]) bus.publish(hint as Hint);
    await until(() => heard.some(({ name }) => name === 'project:left'));
    await until(() => heard.some(({ name }) => name === 'project:deleted'));
    expect((await ana.command('project.restore', { id: projectId })).id).toBe(projectId);
  });
});
