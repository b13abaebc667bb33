import { expect, it } from 'vitest';
import * as z from 'zod';
import { createListeners } from '../../../client/common/listeners.ts';
import { retryingClient } from '../../../client/session/retrying-client.ts';
import type { RequestFailure, ServerRequest } from '../../../client/session/server-client.ts';
import type { ConnectionState } from '../../../protocol/ipc/connection.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';

const online: ConnectionState = { kind: 'online', since: 0, transport: 'websocket' };
const offline: ConnectionState = { kind: 'offline', since: 0, reason: 'Cut.', retryAt: null };
const brokenOff: RequestFailure = { ok: false, kind: 'offline', message: 'Broken off.' };
const refused: RequestFailure = { ok: false, kind: 'offline', message: 'Nobody there.', wasNeverSent: true };

/** A client over a server that is silent until the connection is lost, and unreachable afterwards. */
function silentThenGone() {
  const moved = createMovedClock();
  const listeners = createListeners<ConnectionState>();
  let state = online;
  let isGone = false;
  const client = retryingClient(
    {
      serverUrl: 'http://band.example',
      authenticationHeaders: () => ({}),
      request: async ({ signal }) =>
        isGone
          ? refused
          : new Promise((resolve) => signal?.addEventListener('abort', () => resolve(brokenOff))),
    },
    {
      connectivity: { current: () => state, subscribe: listeners.add },
      clock: { now: moved.now, monotonic: moved.now, later: moved.later },
    },
  );
  return {
    client,
    goAndComeBack() {
      moved.advance(5_000);
      isGone = true;
      for (state of [offline, online]) listeners.notify(state);
    },
  };
}

const change: ServerRequest<unknown> = {
  method: 'POST',
  path: '/api/commands',
  schema: z.unknown(),
  isRepeatable: true,
};

it('never reports a request as unsent if any attempt may have been sent', async () => {
  const { client, goAndComeBack } = silentThenGone();
  const answer = client.request(change);
  goAndComeBack();
  expect(await answer).toEqual({ ok: false, kind: 'offline', message: 'Nobody there.' });
  // This request was never sent at all.
  expect(await client.request(change)).toEqual(refused);
});
