import { expect, it } from 'vitest';
import { createMemoryOutboxStore } from '../../../client/outbox/create-memory-outbox-store.ts';
import { until } from '../../helpers/until.ts';
import { endpoint, kinds, offline, online, startOutbox } from './command-endpoint.ts';

/** An outbox whose first batch has reached a server that never answers it. */
async function unanswered() {
  const { url, batches, hold } = await endpoint();
  const release = hold(() => batches.length === 1);
  const { outbox, become } = startOutbox(url, createMemoryOutboxStore());
  const answer = outbox.run('a', {}, 'p');
  await until(() => batches.length === 1);
  return { outbox, batches, become, answer, release };
}

it('sends what a dead connection swallowed again on a new one, under the same id', async () => {
  const { outbox, batches, become, answer } = await unanswered();
  become(offline);
  become(online);
  await until(() => outbox.list().length === 0);
  expect(await answer).toMatchObject({ ok: true, data: { state: 'confirmed' } });
  expect(kinds(batches)).toEqual([['a'], ['a']]);
  expect(new Set(batches.flat().map(({ operationId }) => operationId)).size).toBe(1);
});

it('sends what was queued behind it afterwards, not in parallel', async () => {
  const { outbox, batches, become } = await unanswered();
  void outbox.run('b', {}, 'p');
  become(offline);
  become(online);
  await until(() => outbox.list().length === 0);
  expect(kinds(batches)).toEqual([['a'], ['a'], ['b']]);
});

it('keeps waiting if the connection was not lost, even if its transport changes', async () => {
  const { outbox, batches, become, answer, release } = await unanswered();
  become({ kind: 'online', since: 0, transport: 'polling' });
  become(online);
  release();
  expect(await answer).toMatchObject({ ok: true, data: { state: 'confirmed' } });
  expect(outbox.list()).toEqual([]);
  expect(batches).toHaveLength(1);
});
