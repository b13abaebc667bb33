import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMemoryOutboxStore } from '../../../client/outbox/create-memory-outbox-store.ts';
import type { OutboxStore } from '../../../client/outbox/outbox-store.ts';
import { openOutboxStore } from '../../../main/outbox/open-outbox-store.ts';
import type { ConnectionState } from '../../../protocol/ipc/connection.ts';
import type { ErrorKind } from '../../../protocol/wire/error.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';
import { until } from '../../helpers/until.ts';
import { endpoint, kinds, offline, online, startOutbox, unauthorised } from './command-endpoint.ts';

const stores: [string, () => Promise<OutboxStore>][] = [
  [
    'a file',
    async () =>
      openOutboxStore({
        path: join(await temporaryFolder(), 'outbox.sqlite'),
        log: createQuietLog(),
        onDamage: () => {},
      }),
  ],
  ['memory', async () => createMemoryOutboxStore()],
];

const states = (outbox: { list(): { state: { kind: string } }[] }) =>
  outbox.list().map(({ state }) => state.kind);

describe.each(stores)('the outbox in %s', (_name, openStore) => {
  const outboxAt = async (url: string, options: { state?: ConnectionState } = {}) =>
    startOutbox(url, await openStore(), options.state);

  it('returns the server’s confirmation and keeps nothing', async () => {
    const { url, batches } = await endpoint();
    const { outbox } = await outboxAt(url);
    const answer = await outbox.run('vibe.create', { name: 'x' }, 'p');
    expect(answer).toEqual({ ok: true, data: { state: 'confirmed', result: { echoed: { name: 'x' } } } });
    expect(outbox.list()).toEqual([]);
    expect(batches).toHaveLength(1);
  });

  it('returns a refusal to the waiting caller and keeps nothing', async () => {
    const { url, box } = await endpoint();
    box.reply = () => ({ ok: false, kind: 'forbidden' });
    const { outbox } = await outboxAt(url);
    expect(await outbox.run('cut.delete', {}, null)).toEqual({
      ok: false,
      kind: 'forbidden',
      message: 'No: forbidden.',
    });
    expect(outbox.list()).toEqual([]);
  });

  it('queues while offline, and sends in order and in batches once online', async () => {
    const { url, batches, box } = await endpoint();
    box.reply = () => 'no answer';
    const { outbox, become } = await outboxAt(url, { state: offline });
    for (let index = 0; index < 250; index++) {
      const answer = await outbox.run(`kind.${index}`, { index }, 'p');
      expect(answer).toMatchObject({ ok: true, data: { state: 'queued' } });
    }
    batches.length = 0;
    box.reply = () => ({ ok: true });
    become(online);
    await until(() => outbox.list().length === 0);
    const arrived = kinds(batches).flat();
    expect(arrived).toEqual(Array.from({ length: 250 }, (_unused, index) => `kind.${index}`));
    expect(Math.max(...batches.map((batch) => batch.length))).toBe(100);
  });

  it('sends the same operation id again when the answer was lost', async () => {
    const { url, batches, box } = await endpoint();
    let losses = 3;
    box.reply = () => (losses-- > 0 ? 'no answer' : { ok: true });
    const { outbox } = await outboxAt(url);
    expect(await outbox.run('vibe.create', {}, 'p')).toMatchObject({ data: { state: 'confirmed' } });
    expect(batches).toHaveLength(4);
    expect(new Set(batches.flat().map(({ operationId }) => operationId)).size).toBe(1);
  });

  it('keeps a permanent refusal until it is retried or discarded', async () => {
    const { url, box } = await endpoint();
    box.reply = ({ kind }) => (kind === 'cut.move' ? { ok: false, kind: 'not-found' } : { ok: true });
    const { outbox, become } = await outboxAt(url, { state: offline });
    for (const kind of ['a', 'cut.move', 'b', 'cut.move']) await outbox.run(kind, {}, 'p');
    become(online);
    await until(() => states(outbox).every((kind) => kind === 'refused') && outbox.list().length === 2);
    const [first, second] = outbox.list();
    expect(first?.state).toEqual({ kind: 'refused', errorKind: 'not-found', message: 'No: not-found.' });
    box.reply = () => ({ ok: true });
    outbox.retry(first?.operationId ?? '');
    await until(() => outbox.list().length === 1);
    outbox.discard(second?.operationId ?? '');
    expect(outbox.list()).toEqual([]);
  });

  it.each<ErrorKind>(['rate-limited', 'internal', 'no-space'])('keeps retrying after %s', async (kind) => {
    const { url, box } = await endpoint();
    let refusals = 5;
    box.reply = () => (refusals-- > 0 ? { ok: false, kind } : { ok: true });
    const { outbox } = await outboxAt(url);
    expect(await outbox.run('a', {}, null)).toMatchObject({ data: { state: 'confirmed' } });
  });

  it('does not let one bad command hold up the others of its batch', async () => {
    const { url, batches, box } = await endpoint();
    box.reply = (_operation, batch) =>
      batch.some(({ kind }) => kind === 'bad') ? { status: 400, kind: 'invalid' } : { ok: true };
    const { outbox, become } = await outboxAt(url, { state: offline });
    for (const kind of ['a', 'b', 'bad', 'c']) await outbox.run(kind, {}, null);
    batches.length = 0;
    become(online);
    await until(() => outbox.list().length === 1 && states(outbox)[0] === 'refused');
    expect(outbox.list()).toMatchObject([{ kind: 'bad' }]);
  });

  it('sends nothing while the session is refused', async () => {
    const { url, batches } = await endpoint();
    const { outbox, become } = await outboxAt(url, { state: unauthorised });
    expect(await outbox.run('a', {}, null)).toMatchObject({ data: { state: 'queued' } });
    expect(states(outbox)).toEqual(['queued']);
    expect(batches).toEqual([]);
    become(online);
    await until(() => outbox.list().length === 0);
    expect(batches).toHaveLength(1);
  });

  it('accepts a command of up to 64 KB', async () => {
    const { url, batches } = await endpoint();
    const { outbox } = await outboxAt(url);
    const overhead = JSON.stringify({ kind: 'a', payload: { text: '' } }).length;
    const text = 'x'.repeat(64 * 1024 - overhead);
    expect(await outbox.run('a', { text }, null)).toMatchObject({ ok: true });
    expect(await outbox.run('a', { text: `${text}x` }, null)).toMatchObject({ ok: false, kind: 'too-large' });
    expect(await outbox.run('a', { text: 'ü'.repeat(40_000) }, null)).toMatchObject({ kind: 'too-large' });
    expect(outbox.list()).toEqual([]);
    expect(batches).toHaveLength(1);
  });

  it('keeps batches of big commands small', async () => {
    const { url, batches, box } = await endpoint();
    box.reply = () => 'no answer';
    const { outbox, become } = await outboxAt(url, { state: offline });
    for (let index = 0; index < 12; index++) await outbox.run('a', { text: 'x'.repeat(60_000) }, null);
    batches.length = 0;
    box.reply = () => ({ ok: true });
    become(online);
    await until(() => outbox.list().length === 0);
    for (const batch of batches) expect(JSON.stringify(batch).length).toBeLessThan(300_000);
  });

  it('answers `queued` when the server is slow, and keeps the operation', async () => {
    const { url, box } = await endpoint();
    box.reply = () => 'no answer';
    const { outbox } = await outboxAt(url);
    expect(await outbox.run('a', {}, null)).toMatchObject({ ok: true, data: { state: 'queued' } });
    expect(outbox.list()).toHaveLength(1);
  });

  it('can discard what is queued, but not what is being sent', async () => {
    const { url, box } = await endpoint();
    const { outbox } = await outboxAt(url, { state: offline });
    const statesMeanwhile: string[][] = [];
    const discarded: unknown[] = [];
    box.reply = ({ operationId }) => {
      discarded.push(outbox.discard(operationId));
      statesMeanwhile.push(states(outbox));
      return { ok: false, kind: 'internal' };
    };
    await outbox.run('a', {}, null);
    await until(() => statesMeanwhile.length > 0);
    expect(statesMeanwhile[0]).toEqual(['sending']);
    expect(discarded[0]).toMatchObject({ ok: false, kind: 'conflict' });
    box.reply = () => 'no answer';
    await until(
      () => states(outbox)[0] === 'queued' && outbox.discard(outbox.list()[0]?.operationId ?? '').ok,
    );
    expect(outbox.list()).toEqual([]);
  });

  describe('read marks', () => {
    const read = (id: string) => ({ kind: 'notification.read', payload: { id } }) as const;

    it('are sent but not listed, and one replaces those it contains', async () => {
      const { url, batches } = await endpoint();
      const { outbox, become } = await outboxAt(url, { state: unauthorised });
      await outbox.run('vibe.create', { name: 'x' }, 'p');
      for (const id of ['a', 'b', 'b', 'd']) outbox.mark(read(id));
      outbox.mark({ kind: 'notification.readAll', payload: { upTo: 'c' } });
      expect(outbox.listMarks().map(({ kind }) => kind)).toEqual([
        'notification.read',
        'notification.readAll',
      ]);
      expect(outbox.list().map(({ kind }) => kind)).toEqual(['vibe.create']);
      become(online);
      await until(() => outbox.listMarks().length === 0);
      expect(kinds(batches)).toEqual([['vibe.create'], ['notification.read', 'notification.readAll']]);
    });

    it('are dropped if the server refuses them: what they were about is gone', async () => {
      const { url, box } = await endpoint();
      box.reply = () => ({ ok: false, kind: 'not-found' });
      const { outbox } = await outboxAt(url);
      outbox.mark(read('gone'));
      await until(() => outbox.listMarks().length === 0);
      expect(outbox.list()).toEqual([]);
    });

    it('are reported once confirmed, like every change, after they have left the list', async () => {
      const { url } = await endpoint();
      const { outbox } = await outboxAt(url);
      const confirmed: unknown[] = [];
      outbox.onConfirmed((change) => confirmed.push([change.kind, change.result, outbox.listMarks().length]));
      outbox.mark(read('a'));
      await until(() => confirmed.length > 0);
      expect(confirmed).toEqual([['notification.read', { echoed: { id: 'a' } }, 0]]);
    });
  });
});
