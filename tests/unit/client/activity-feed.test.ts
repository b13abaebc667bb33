import { expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { startClientAccount } from '../../helpers/client-account.ts';

it('has no activities of a pending project, and reads them once it is created', async () => {
  const { account, requests, pushed, open, settled } = startClientAccount(({ path, body }) => {
    if (path.startsWith('/api/activities')) return [];
    if (path !== '/api/commands') return undefined;
    const { operations } = body as { operations: { operationId: string }[] };
    return { answers: operations.map(({ operationId }) => ({ operationId, ok: true, result: {} })) };
  });
  const id = newId();
  const list = () => account.activities.list({ projectId: id, limit: 50 });
  const asked = () => requests.filter((request) => request.startsWith('GET /api/activities')).length;
  void account.outbox.run('project.create', { id, name: 'Night bus' }, id);
  expect(await list()).toEqual({ ok: true, data: [] });
  expect([asked(), pushed.includes('activities.changed')]).toEqual([0, false]);
  open();
  await settled();
  expect(pushed).toContain('activities.changed');
  expect(await list()).toEqual({ ok: true, data: [] });
  expect(asked()).toBe(1);
});
