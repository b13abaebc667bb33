import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { systemEnvironment } from '../../../common/environment.ts';
import { newId } from '../../../common/new-id.ts';
import { createSerialQueue } from '../../../common/serial-queue.ts';
import { sessionCookie } from '../../../server/auth/session-cookie.ts';
import { createSessions } from '../../../server/auth/sessions.ts';
import { defaultConfig } from '../../../server/config.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { hashToken } from '../../../server/hash-token.ts';
import { createMetrics } from '../../../server/metrics/metrics.ts';
import { createRealtime } from '../../../server/realtime/realtime.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { openSocket } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

test('a session that ends during the handshake is disconnected at once', async () => {
  const db = await openDatabase(join(await temporaryFolder(), 'test.sqlite'));
  disposeLater(() => db.destroy());
  const at = new Date().toISOString();
  const [userId, token] = [newId(), 'token'];
  await db
    .insertInto('user')
    .values({
      id: userId,
      name: 'Ada',
      email: 'ada@example.com',
      emailVerified: 0,
      image: null,
      role: 'MEMBER',
      createdAt: at,
      updatedAt: at,
    })
    .execute();
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  await db
    .insertInto('session')
    .values({ id: newId(), userId, tokenHash: hashToken(token), expiresAt, createdAt: at, updatedAt: at })
    .execute();

  const options = { secret: 'secret', secureCookies: false };
  const sessions = createSessions(db, {
    ...{ ...options, environment: systemEnvironment },
    log: pino({ level: 'silent' }),
  });
  const httpServer = createServer();
  const realtime = createRealtime({
    config: { ...defaultConfig, sessionSweepMilliseconds: 3_600_000 },
    db,
    queue: createSerialQueue(),
    sessions: {
      ...sessions,
      // Signs out between the check and the join.
      async find(headers) {
        const session = await sessions.find(headers);
        await db.deleteFrom('session').where('tokenHash', '=', hashToken(token)).execute();
        return session;
      },
    },
    isOriginAllowed: () => true,
    metrics: createMetrics(),
    environment: systemEnvironment,
    log: pino({ level: 'silent' }),
  });
  realtime.attach(httpServer);
  disposeLater(() => realtime.close());
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
  const cookie = sessionCookie(token, { ...options, maxAgeSeconds: null }).split(';')[0] ?? '';
  const socket = openSocket({ url }, { cookie });
  const reasons: string[] = [];
  socket.on('disconnect', (reason) => reasons.push(reason));
  await until(() => reasons.length > 0);
  expect(reasons).toEqual(['io server disconnect']);
});
