import { expect, it } from 'vitest';
import { sendCommand } from '../../../client/account/send-command.ts';
import type { ServerRequest } from '../../../client/session/server-client.ts';
import { startClientAccount } from '../../helpers/client-account.ts';

/** Nothing else is answered. */
const answer = ({ path, body }: ServerRequest<unknown>): unknown => {
  if (path === '/api/commands') {
    const { operations } = body as { operations: { operationId: string }[] };
    return { answers: operations.map(({ operationId }) => ({ operationId, ok: true, result: {} })) };
  }
  return path.startsWith('/api/activities') ? [] : undefined;
};

/** A client whose line has just been opened for the second time, and whose requests on the first had no answer. */
async function afterDeadLine(begin: (started: ReturnType<typeof startClientAccount>) => void) {
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

it('sends a change again when a new line is open, and doesn’t wait for the end of its request', async () => {
  const { account } = await afterDeadLine(({ account }) => {
    void account.outbox.run('vibe.create', { id: 'v' }, 'p');
  });
  expect(account.outbox.list()).toEqual([]);
});

it('sends one again that goes past the outbox, since the server knows it by its id', async () => {
  let answered: unknown;
  await afterDeadLine(async ({ account }) => {
    answered = await sendCommand(account, 'comment.delete', { id: 'c' });
  });
  expect(answered).toEqual({ ok: true, data: {} });
});

it('asks again what a page waits for', async () => {
  let shown: unknown;
  const { requests } = await afterDeadLine(async ({ account }) => {
    shown = await account.activities.list({ projectId: 'p', limit: 10 });
  });
  expect(requests).toContain('GET /api/activities?limit=200&projectId=p');
  expect(shown).toEqual({ ok: true, data: [] });
});

it('asks nothing again that would be done twice', async () => {
  const { requests } = await afterDeadLine(() => {});
  expect(requests).not.toContain('POST /api/auth/refresh');
});
