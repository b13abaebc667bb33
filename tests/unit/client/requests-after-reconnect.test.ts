import { expect, it } from 'vitest';
import { sendCommand } from '../../../client/account/send-command.ts';
import type { ServerRequest } from '../../../client/session/server-client.ts';
import { startClientAccount } from '../../helpers/client-account.ts';

/** Other requests get no answer. */
const answer = ({ path, body }: ServerRequest<unknown>): unknown => {
  if (path === '/api/commands') {
    const { operations } = body as { operations: { operationId: string }[] };
    return { answers: operations.map(({ operationId }) => ({ operationId, ok: true, result: {} })) };
  }
  return path.startsWith('/api/activities') ? [] : undefined;
};

/** A client that has just reconnected, and whose requests before that got no answer. */
async function afterReconnect(begin: (started: ReturnType<typeof startClientAccount>) => void) {
  let answers = (_request: ServerRequest<unknown>): unknown => undefined;
  const started = startClientAccount((request) => answers(request));
  const { open, lose, pass, settled, requests } = started;
  open();
  begin(started);
  await settled();
  pass(5_000);
  lose();
  answers = answer;
  requests.length = 0;
  open();
  await settled();
  return started;
}

it('repeats a change after a reconnect instead of waiting for its request to time out', async () => {
  const { account } = await afterReconnect(({ account }) => {
    void account.outbox.run('vibe.create', { id: 'v' }, 'p');
  });
  expect(account.outbox.list()).toEqual([]);
});

it('repeats a change that bypasses the outbox, because the server knows it by its id', async () => {
  let answered: unknown;
  await afterReconnect(async ({ account }) => {
    answered = await sendCommand(account, 'comment.delete', { id: 'c' });
  });
  expect(answered).toEqual({ ok: true, data: {} });
});

it('repeats a read that the page waits for', async () => {
  let shown: unknown;
  const { requests } = await afterReconnect(async ({ account }) => {
    shown = await account.activities.list({ projectId: 'p', limit: 10 });
  });
  expect(requests).toContain('GET /api/activities?limit=200&projectId=p');
  expect(shown).toEqual({ ok: true, data: [] });
});

it('does not repeat a request that would take effect twice', async () => {
  const { requests } = await afterReconnect(() => {});
  expect(requests).not.toContain('POST /api/auth/refresh');
});
