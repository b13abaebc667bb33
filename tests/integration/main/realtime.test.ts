import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { socketTransport } from '../../../client/realtime/socket-transport.ts';
import { newId } from '../../../common/new-id.ts';
import { accountFolder } from '../../../main/runtime/account-folder.ts';
import { projectTopic } from '../../../protocol/wire/topic.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { dataOf, signIn, startRuntime, type TestRuntime } from '../../helpers/runtime.ts';
import {
  addMember,
  createProject,
  registerUser,
  signInAgain,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { openWire } from './wire.ts';

/** Ana owns a project; Ben's client follows it. */
async function band(transports: ('websocket' | 'polling')[] = ['websocket', 'polling']) {
  const server = await startServer();
  const [ana, ben] = [
    await registerUser(server, { name: 'Ana' }),
    await registerUser(server, { name: 'Ben' }),
  ];
  const projectId = await createProject(ana, [ben]);
  const runtime = await startRuntime({
    realtimeSettings: {
      headsMilliseconds: 300,
      connection: { createTransport: socketTransport({ transports }), backoff: { first: 20, longest: 200 } },
    },
  });
  await signIn(runtime, server, ben);
  await dataOf(runtime.handlers['projects.enter']({ id: projectId }));
  await until(() => follows(runtime, projectId), { what: 'the project to be followed' });
  return { server, ana, ben, projectId, runtime };
}

const kindOf = (runtime: TestRuntime) => runtime.last('connection.changed')?.kind;

function attemptOf(runtime: TestRuntime): number {
  const state = runtime.last('connection.changed');
  return state?.kind === 'connecting' ? state.attempt : 0;
}

const follows = (runtime: TestRuntime, projectId: string) =>
  kindOf(runtime) === 'online' && runtime.account()?.cache.readCursor(projectTopic(projectId));

const makeVibe = (user: TestUser, projectId: string, name: string) =>
  user.command('vibe.create', { id: newId(), projectId, name });

/** The `seq`s of the project's events that reached the window, in order. */
const received = (runtime: TestRuntime, projectId: string) =>
  runtime.pushed.flatMap((message) => {
    if (message.name !== 'realtime.event' || !('topic' in message.data)) return [];
    return message.data.topic === projectTopic(projectId) ? [message.data.seq] : [];
  });

const vibesOf = (runtime: TestRuntime, projectId: string) =>
  runtime
    .account()
    ?.cache.readProject(projectId)
    ?.vibes.map(({ name }) => name);

/** Changes the server's database directly, and closes it again. */
function inDatabase(server: TestServer, change: (database: Database.Database) => void): void {
  const database = new Database(join(server.dataDirectory, 'bandmate.sqlite'));
  try {
    change(database);
  } finally {
    database.close();
  }
}

describe.each([[['websocket' as const]], [['polling' as const]]])('over %s', (transports) => {
  it('receives each event once and in order, after the cache has applied it', async () => {
    const { ana, projectId, runtime } = await band(transports);
    expect(runtime.last('connection.changed')).toMatchObject({ kind: 'online', transport: transports[0] });
    const before = received(runtime, projectId).length;
    for (const name of ['One', 'Two', 'Three']) await makeVibe(ana, projectId, name);
    // Each vibe is an event and an activity.
    await until(() => received(runtime, projectId).length === before + 6);
    const seqs = received(runtime, projectId);
    expect(seqs).toEqual(seqs.map((_seq, index) => (seqs[0] ?? 0) + index));
    expect(vibesOf(runtime, projectId)).toEqual(['One', 'Two', 'Three']);
    const activities = await dataOf(runtime.handlers['activities.list']({ projectId, limit: 50 }));
    expect(activities.filter(({ type }) => type === 'vibe_created')).toHaveLength(3);
  });

  it('catches up after the server was away', async () => {
    const { server, ana, projectId, runtime } = await band(transports);
    await makeVibe(ana, projectId, 'Before');
    await server.stop();
    await until(() => kindOf(runtime) === 'offline');
    await server.restart();
    await makeVibe(ana, projectId, 'After');
    await until(() => vibesOf(runtime, projectId)?.length === 2);
    const seqs = received(runtime, projectId);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
    expect(vibesOf(runtime, projectId)).toEqual(['Before', 'After']);
  });
});

describe('a difficult connection', () => {
  it('falls back to polling where WebSockets don’t get through', async () => {
    const server = await startServer();
    const wire = await openWire(server.url, { refusesWebSockets: true });
    const ben = await registerUser(server);
    const runtime = await startRuntime();
    await signIn(runtime, wire, ben);
    await until(() => kindOf(runtime) === 'online');
    expect(runtime.last('connection.changed')).toMatchObject({ transport: 'polling' });
  });

  it('recovers a lost poke by comparing heads', async () => {
    const { server, projectId, runtime } = await band();
    const topic = projectTopic(projectId);
    const vibe = { id: newId(), name: 'Unheard', projectId, imageUrl: null, order: 0 };
    // Committed to the log but never poked, as by a server that dies right after its commit.
    inDatabase(server, (database) => {
      const { seq } = database
        .prepare('update topicHead set seq = seq + 1 where topic = ? returning seq')
        .get(topic) as { seq: number };
      const at = new Date().toISOString();
      database
        .prepare('insert into event (topic, seq, name, payload, at) values (?, ?, ?, ?, ?)')
        .run(topic, seq, 'vibe:created', JSON.stringify({ ...vibe, createdAt: at }), at);
    });
    await until(() => vibesOf(runtime, projectId)?.includes('Unheard'));
  });

  it('recovers from an unreadable event by a snapshot', async () => {
    const { server, ana, projectId, runtime } = await band();
    const topic = projectTopic(projectId);
    inDatabase(server, (database) => {
      database.prepare('update topicHead set seq = seq + 1 where topic = ?').run(topic);
      database
        .prepare(
          `insert into event (topic, seq, name, payload, at)
           select topic, seq, 'vibe:created', '{"id":7}', '2026-01-01T00:00:00.000Z' from topicHead where topic = ?`,
        )
        .run(topic);
    });
    await makeVibe(ana, projectId, 'Healthy');
    await until(() => runtime.pushed.some(({ name }) => name === 'project.replaced'));
    await until(() => vibesOf(runtime, projectId)?.includes('Healthy'));
  });

  it('continues after the cache could not be written for a while', async () => {
    const { server, ana, ben, projectId, runtime } = await band();
    const folder = accountFolder(runtime.userData, server.url, ben.account.id);
    const cache = new Database(join(folder, 'cache.sqlite'));
    disposeLater(() => cache.close());
    cache.exec("create trigger full before insert on project begin select raise(abort, 'full'); end");
    const before = cache.prepare('select count(*) from project').pluck().get();
    await makeVibe(ana, projectId, 'Late');
    expect(await runtime.handlers['projects.list'](null)).toMatchObject({ ok: true });
    const list = await runtime.account()?.projectList.refresh();
    expect(list).toMatchObject({ ok: false, kind: 'internal' });
    expect(cache.prepare('select count(*) from project').pluck().get()).toBe(before);
    cache.exec('drop trigger full');
    await until(() => vibesOf(runtime, projectId)?.includes('Late'));
  });

  it('starts from a snapshot after a backup was restored', async () => {
    const { server, ana, projectId, runtime } = await band();
    await makeVibe(ana, projectId, 'Lost with the backup');
    await until(() => vibesOf(runtime, projectId)?.length === 1);
    await server.stop();
    inDatabase(server, (database) => {
      database.prepare('delete from vibe').run();
      database.prepare("update meta set value = 'another life' where key = 'epoch'").run();
    });
    await server.restart();
    await until(() => vibesOf(runtime, projectId)?.length === 0);
    expect(runtime.account()?.cache.readCursor(projectTopic(projectId))?.epoch).toBe('another life');
  });

  it('sleeps and wakes with the machine', async () => {
    const { ana, projectId, runtime } = await band();
    runtime.suspend();
    expect(runtime.last('connection.changed')).toMatchObject({ kind: 'offline', retryAt: null });
    await makeVibe(ana, projectId, 'While asleep');
    expect(kindOf(runtime)).toBe('offline');
    runtime.resume();
    await until(() => vibesOf(runtime, projectId)?.includes('While asleep'));
  });

  it('connects at once when asked to', async () => {
    const server = await startServer();
    const ben = await registerUser(server);
    const backoff = { first: 3_600_000, longest: 3_600_000 };
    const runtime = await startRuntime({ realtimeSettings: { connection: { backoff, random: () => 1 } } });
    await signIn(runtime, server, ben);
    await until(() => kindOf(runtime) === 'online');
    await server.restart();
    await until(() => kindOf(runtime) === 'offline');
    const state = runtime.last('connection.changed');
    expect(state?.kind === 'offline' && (state.retryAt ?? 0) - Date.now()).toBeGreaterThan(3_000_000);
    await dataOf(runtime.handlers['connection.retryNow'](null));
    await until(() => kindOf(runtime) === 'online');
  });
});

describe('a session', () => {
  it('that the server no longer knows stops the client; pending changes are sent after the next sign-in', async () => {
    const { server, ben, projectId, runtime } = await band();
    await server.stop();
    // A failed attempt shows that the server disconnected because it ended, not because the session did.
    await until(() => attemptOf(runtime) > 1);
    inDatabase(server, (database) => database.prepare('delete from session').run());
    const queued = await dataOf(
      runtime.handlers['commands.run']({
        kind: 'vibe.create',
        payload: { id: newId(), projectId, name: 'Queued' },
      }),
    );
    expect(queued.state).toBe('queued');
    await server.restart();
    await until(() => kindOf(runtime) === 'unauthorised');
    expect(await dataOf(runtime.handlers['outbox.list'](null))).toHaveLength(1);
    expect(await dataOf(runtime.handlers['app.start'](null))).toMatchObject({
      session: { kind: 'signed-in' },
    });
    await signIn(runtime, server, ben);
    await until(async () => (await dataOf(runtime.handlers['outbox.list'](null))).length === 0);
    const { body } = await (await signInAgain(server, ben)).request('GET', `/api/projects/${projectId}`);
    expect(body.vibes).toMatchObject([{ name: 'Queued' }]);
  });

  it('that was ended elsewhere is shown as revoked', async () => {
    const { server, runtime } = await band();
    await until(() => kindOf(runtime) === 'online');
    await until(async () => {
      // Read each time: the app renews its session once it is online, and its first cookie ends with that.
      const headers = runtime.account()?.client.authenticationHeaders();
      await fetch(`${server.url}/api/auth/logout`, { method: 'POST', ...(headers && { headers }) });
      return kindOf(runtime) === 'revoked';
    });
  });

  it('loses a project that the person was removed from, and follows it again after an invitation', async () => {
    const { ana, ben, projectId, runtime } = await band();
    const folder = await temporaryFolder('bounces');
    const routing = { kind: 'song-name' } as const;
    await dataOf(runtime.handlers['bindings.create']({ folder, projectId, routing }));
    await ana.command('member.remove', { projectId, userId: ben.account.id });
    await until(() => runtime.last('projects.changed')?.length === 0);
    expect(runtime.account()?.cache.readProject(projectId)).toBeUndefined();
    expect(await runtime.handlers['projects.read']({ id: projectId })).toMatchObject({ ok: false });
    await addMember(ana, ben, projectId);
    await until(() => runtime.last('projects.changed')?.length === 1);
    // The folder is still bound, so the project is followed although it isn't on screen.
    await makeVibe(ana, projectId, 'Back again');
    await until(() => vibesOf(runtime, projectId)?.includes('Back again'));
    const before = received(runtime, projectId).length;
    await makeVibe(ana, projectId, 'Live');
    await until(() => received(runtime, projectId).length > before);
  });
});
