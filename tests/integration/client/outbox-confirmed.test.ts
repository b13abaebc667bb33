import { expect, it } from 'vitest';
import { createMemoryOutboxStore } from '../../../client/outbox/create-memory-outbox-store.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { until } from '../../helpers/until.ts';
import { endpoint, offline, online, startOutbox } from './command-endpoint.ts';

it('what is confirmed is told as such, also where its effect can’t be kept on a full disk', async () => {
  const { url } = await endpoint();
  const { outbox, become, troubles } = startOutbox(url, createMemoryOutboxStore(), offline);
  const confirmed: string[] = [];
  let told: PendingOperation[] = [];
  outbox.onConfirmed(({ kind }) => {
    confirmed.push(kind);
    throw new Error('database or disk is full');
  });
  outbox.onChange((pending) => {
    told = pending;
  });
  await outbox.run('a', {}, 'p');
  await outbox.run('b', {}, 'p');
  expect(told).toHaveLength(2);
  become(online);
  await until(() => outbox.list().length === 0);
  await until(() => told.length === 0, { timeoutMilliseconds: 3_000, what: 'the window to be told' });
  expect(confirmed).toEqual(['a', 'b']);
  // The outbox itself could be written.
  expect(troubles()).toBe(0);
});
