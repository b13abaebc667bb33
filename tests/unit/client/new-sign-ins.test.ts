import { expect, test } from 'vitest';
import { createNewSignIns } from '../../../client/account/new-sign-ins.ts';
import type { ServerClient } from '../../../client/session/server-client.ts';
import type { LoggedEvent } from '../../../protocol/wire/event.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';
import { until } from '../../helpers/until.ts';

const at = '2026-03-01T10:00:00.000Z';
const started = (id: string): LoggedEvent => ({
  ...{ topic: 'user:ada' as const, seq: 1, at },
  name: 'session:started',
  payload: { id, device: 'Firefox on Linux', address: '192.0.2.7', createdAt: at },
});

/** This device is signed in as `mine`. */
function setUp(isOnline = true) {
  const told: string[] = [];
  let asked = 0;
  const request = async () => {
    asked += 1;
    const own = { id: 'mine', device: 'BandMate', address: '', createdAt: at, lastUsedAt: at };
    return isOnline
      ? { ok: true, data: [{ ...own, isCurrent: true }] }
      : { ok: false, kind: 'offline', message: 'No network.' };
  };
  const signIns = createNewSignIns({
    client: { request } as unknown as ServerClient,
    notices: { add: (kind, message) => told.push(`${kind}: ${message}`) },
    signal: new AbortController().signal,
    log: createQuietLog(),
  });
  return { told, signIns, asked: () => asked };
}

test('a sign-in elsewhere is shown, with device and address', async () => {
  const { told, signIns } = setUp();
  signIns.receive([started('old'), started('other')]);
  await until(() => told.length > 0);
  expect(told).toEqual([expect.stringMatching(/^new-sign-in: .*Firefox on Linux, from 192\.0\.2\.7/)]);
});

test('this device’s own sign-in is not', async () => {
  const { told, signIns, asked } = setUp();
  signIns.receive([started('mine')]);
  await until(() => asked() === 1);
  expect(told).toEqual([]);
  signIns.receive([]);
  expect(asked()).toBe(1);
});

test('it is shown if the sessions can’t be read', async () => {
  const { told, signIns } = setUp(false);
  signIns.receive([started('other')]);
  await until(() => told.length === 1);
});
