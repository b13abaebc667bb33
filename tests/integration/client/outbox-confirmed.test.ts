import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMemoryOutboxStore } from '../../../client/outbox/create-memory-outbox-store.ts';
import type { Cursor } from '../../../client/realtime/topic-state.ts';
import { newId } from '../../../common/new-id.ts';
import { openOutboxStore } from '../../../main/outbox/open-outbox-store.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Topic } from '../../../protocol/wire/topic.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';
import { until } from '../../helpers/until.ts';
import { endpoint, kinds, offline, online, startOutbox } from './command-endpoint.ts';

it('reports a confirmed change even if its effect can’t be written to a full disk', async () => {
  const { url } = await endpoint();
  const { outbox, become, troubles } = startOutbox(url, createMemoryOutboxStore(), offline);
  const confirmed: string[] = [];
  let shown: PendingOperation[] = [];
  outbox.onConfirmed(({ kind }) => {
    confirmed.push(kind);
    throw new Error('database or disk is full');
  });
  outbox.onChange((pending) => {
    shown = pending;
  });
  await outbox.run('a', {}, 'p');
  await outbox.run('b', {}, 'p');
  expect(shown).toHaveLength(2);
  become(online);
  await until(() => outbox.list().length === 0);
  await until(() => shown.length === 0, { timeoutMilliseconds: 3_000, what: 'the window to be updated' });
  expect(confirmed).toEqual(['a', 'b']);
  // Only the effect could not be written; the outbox could.
  expect(troubles()).toBe(0);
});

const topic: Topic = 'project:p';
const own: Topic = 'user:u';
const states = (operations: PendingOperation[]) => operations.map(({ state }) => state.kind);

describe('a confirmed change', () => {
  it('is shown, and no longer pending, until the cache has reached its positions', async () => {
    const { url, box } = await endpoint();
    box.reply = () => ({
      ok: true,
      positions: [
        { topic, seq: 5 },
        { topic: own, seq: 2 },
      ],
    });
    const cursors = new Map<Topic, Cursor>([
      [topic, { epoch: 'e', seq: 4 }],
      [own, { epoch: 'e', seq: 1 }],
    ]);
    const { outbox } = startOutbox(url, createMemoryOutboxStore(), online, cursors);
    expect(await outbox.run('a', {}, 'p')).toMatchObject({ ok: true, data: { state: 'confirmed' } });
    expect(states(outbox.listShown())).toEqual(['confirmed']);
    expect(outbox.list()).toEqual([]);
    cursors.set(topic, { epoch: 'e', seq: 9 });
    outbox.releaseApplied();
    expect(states(outbox.listShown())).toEqual(['confirmed']);
    cursors.set(own, { epoch: 'e', seq: 2 });
    outbox.releaseApplied();
    expect(outbox.listShown()).toEqual([]);
  });

  it('is not kept if its events came before the answer, or on topics that are not held', async () => {
    const { url, box } = await endpoint();
    box.reply = () => ({
      ok: true,
      positions: [
        { topic, seq: 5 },
        { topic: own, seq: 2 },
      ],
    });
    const { outbox } = startOutbox(
      url,
      createMemoryOutboxStore(),
      online,
      new Map<Topic, Cursor>([[topic, { epoch: 'e', seq: 5 }]]),
    );
    await outbox.run('a', {}, 'p');
    expect(outbox.listShown()).toEqual([]);
  });

  it('is not kept if an older server answers without positions', async () => {
    const { url } = await endpoint();
    const cursors = new Map<Topic, Cursor>([[topic, { epoch: 'e', seq: 4 }]]);
    const { outbox } = startOutbox(url, createMemoryOutboxStore(), online, cursors);
    await outbox.run('a', {}, 'p');
    expect(outbox.listShown()).toEqual([]);
  });

  it('is dropped when the server was restored, or the project left', async () => {
    const { url, box } = await endpoint();
    box.reply = () => ({ ok: true, positions: [{ topic, seq: 5 }] });
    const cursors = new Map<Topic, Cursor>([[topic, { epoch: 'e', seq: 4 }]]);
    const { outbox } = startOutbox(url, createMemoryOutboxStore(), online, cursors);
    await outbox.run('a', {}, 'p');
    cursors.set(topic, { epoch: 'f', seq: 1 });
    outbox.releaseApplied();
    expect(outbox.listShown()).toEqual([]);
    box.reply = () => ({ ok: true, positions: [{ topic, seq: 2 }] });
    await outbox.run('a', {}, 'p');
    expect(states(outbox.listShown())).toEqual(['confirmed']);
    cursors.delete(topic);
    outbox.releaseApplied();
    expect(outbox.listShown()).toEqual([]);
  });

  it('is not sent again, can’t be edited or discarded, and holds up nothing behind it', async () => {
    const { url, batches, box } = await endpoint();
    box.reply = ({ kind }) => (kind === 'a' ? { ok: true, positions: [{ topic, seq: 5 }] } : { ok: true });
    const cursors = new Map<Topic, Cursor>([[topic, { epoch: 'e', seq: 4 }]]);
    const { outbox } = startOutbox(url, createMemoryOutboxStore(), online, cursors);
    await outbox.run('a', {}, 'p');
    const operationId = outbox.listShown()[0]?.operationId ?? '';
    expect(outbox.edit(operationId, {}, 'p')).toMatchObject({ ok: false, kind: 'not-found' });
    expect(outbox.discard(operationId).ok).toBe(true);
    await outbox.run('b', {}, 'p');
    expect(kinds(batches)).toEqual([['a'], ['b']]);
    expect(states(outbox.listShown())).toEqual(['confirmed']);
  });

  it('survives a restart with its positions, and is then dropped', async () => {
    const path = join(await temporaryFolder('bandmate-outbox'), 'outbox.sqlite');
    const open = () => openOutboxStore({ path, log: createQuietLog(), onDamage: () => {} });
    const { url, box, batches } = await endpoint();
    box.reply = () => ({ ok: true, positions: [{ topic, seq: 5 }] });
    const cursors = new Map<Topic, Cursor>([[topic, { epoch: 'e', seq: 4 }]]);
    const first = startOutbox(url, open(), online, cursors);
    await first.outbox.run('a', {}, 'p');
    await first.stop();
    const second = startOutbox(url, open(), online, cursors);
    expect(states(second.outbox.listShown())).toEqual(['confirmed']);
    cursors.set(topic, { epoch: 'e', seq: 5 });
    second.outbox.releaseApplied();
    expect(second.outbox.listShown()).toEqual([]);
    await second.stop();
    const store = open();
    expect(store.load()).toEqual([]);
    store.close();
    expect(batches).toHaveLength(1);
  });

  it('is dropped at the start if a crash left it behind', async () => {
    const { url } = await endpoint();
    const store = createMemoryOutboxStore();
    const state = { kind: 'confirmed' as const, positions: [{ topic, seq: 5, epoch: 'e' } as const] };
    const left = { operationId: newId(), kind: 'a', payload: {}, projectId: 'p', createdAt: 0, state };
    store.write({ put: [{ rank: 1, operation: left }] });
    const cursors = new Map<Topic, Cursor>([[topic, { epoch: 'e', seq: 5 }]]);
    expect(startOutbox(url, store, online, cursors).outbox.listShown()).toEqual([]);
  });
});
