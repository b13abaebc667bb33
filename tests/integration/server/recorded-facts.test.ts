import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { systemEnvironment } from '../../../common/environment.ts';
import { createSerialQueue } from '../../../common/serial-queue.ts';
import { projectTopic } from '../../../protocol/wire/topic.ts';
import type { Sessions } from '../../../server/auth/sessions.ts';
import { createDispatcher } from '../../../server/commands/dispatcher.ts';
import { handlers } from '../../../server/commands/handlers.ts';
import { defaultConfig } from '../../../server/config.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { createMetrics } from '../../../server/metrics/metrics.ts';
import { createRealtime } from '../../../server/realtime/realtime.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { expectGapless, settled } from '../../helpers/hearing.ts';
import { collectEvents, connectSocket, joinProject } from '../../helpers/server.ts';

const log = pino({ level: 'silent' });
const ada = { id: 'ada', name: 'Ada', email: 'ada@example.com', avatarUrl: null };

/** A dispatcher and its sockets over a real connection, on which everyone is Ada. */
async function assemble() {
  const db = await openDatabase(join(await temporaryFolder(), 'test.sqlite'));
  disposeLater(() => db.destroy());
  const at = new Date().toISOString();
  await db
    .insertInto('user')
    .values({
      ...{ id: ada.id, name: ada.name, email: ada.email, image: null },
      ...{ emailVerified: 0, role: 'MEMBER', createdAt: at, updatedAt: at },
    })
    .execute();
  const account = { ...ada, role: 'MEMBER' as const };
  const sessions: Pick<Sessions, 'find' | 'alive'> = {
    find: async () => ({ id: 'session', token: 'token', isRemembered: false, expiresAt: at, account }),
    alive: async (ids) => new Set(ids),
  };
  const queue = createSerialQueue();
  const dispatcher = createDispatcher({
    ...{ db, queue, environment: systemEnvironment, publicUrl: () => '' },
    invitationToken: () => 'token',
    handlers,
  });
  const realtime = createRealtime({
    ...{ db, queue, environment: systemEnvironment, log, config: defaultConfig },
    sessions: sessions as Sessions,
    isOriginAllowed: () => true,
    metrics: createMetrics(),
  });
  dispatcher.onCommitted(realtime.poke);
  const httpServer = createServer();
  realtime.attach(httpServer);
  disposeLater(() => realtime.close());
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
  return { dispatcher, url };
}

test('a fact recorded between commands reaches the room at its place in the log', async () => {
  const { dispatcher, url } = await assemble();
  const projectId = 'lp';
  const run = async (kind: 'project.create' | 'project.update', name: string) => {
    const answer = await dispatcher.dispatch(ada, name, { kind, payload: { id: projectId, name } });
    expect(answer.ok).toBe(true);
  };
  await run('project.create', 'LP');
  const socket = await connectSocket({ url }, null);
  expect(await joinProject(socket, projectId)).toMatchObject({ ok: true, head: 0 });
  const seen = collectEvents(socket);
  const measured = { id: projectId, name: 'Before', description: 'measured', imageUrl: null };
  await Promise.all([
    run('project.update', 'Before'),
    dispatcher.record(async () => [
      { topic: projectTopic(projectId), event: { name: 'project:updated', payload: measured } },
    ]),
    run('project.update', 'After'),
  ]);
  await settled(socket);
  expectGapless(seen);
  expect(seen.map(({ position }) => position?.seq)).toEqual([1, 2, 3]);
  expect(seen[1]).toMatchObject({ name: 'project:updated', payload: measured });
});
