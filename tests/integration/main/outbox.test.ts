import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Cursor } from '../../../client/realtime/topic-state.ts';
import { openOutboxStore } from '../../../main/outbox/open-outbox-store.ts';
import type { ConnectionState } from '../../../protocol/ipc/connection.ts';
import type { Topic } from '../../../protocol/wire/topic.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';
import { until } from '../../helpers/until.ts';
import { endpoint, kinds, online, startOutbox, unauthorised } from '../client/command-endpoint.ts';

async function outboxAt(
  url: string,
  options: { state?: ConnectionState; databasePath?: string; cursors?: Map<Topic, Cursor> } = {},
) {
  const databasePath = options.databasePath ?? join(await temporaryFolder(), 'outbox.sqlite');
  const store = openOutboxStore({ path: databasePath, log: createQuietLog(), onDamage: () => {} });
  return { ...startOutbox(url, store, options.state, options.cursors), databasePath };
}

describe('the outbox’s file', () => {
  it('has a command on disk before it is sent, and still after the process dies', async () => {
    const { url, batches, box } = await endpoint();
    let onDisk: unknown[] = [];
    const first = await outboxAt(url);
    box.reply = () => {
      const reader = new Database(first.databasePath, { readonly: true });
      onDisk = reader.prepare('select kind, state from operation').all();
      reader.close();
      return 'no answer';
    };
    void first.outbox.run('vibe.create', { name: 'kept' }, 'p');
    await until(() => onDisk.length === 1);
    expect(onDisk).toEqual([{ kind: 'vibe.create', state: 'sending' }]);
    await first.stop();

    box.reply = () => ({ ok: true });
    const sentBefore = batches.length;
    const second = await outboxAt(url, { databasePath: first.databasePath });
    await until(() => second.outbox.list().length === 0);
    expect(batches.length).toBeGreaterThan(sentBefore);
    expect(new Set(batches.flat().map(({ operationId }) => operationId)).size).toBe(1);
  });

  it('sends again what was being sent when the process was killed', async () => {
    const databasePath = join(await temporaryFolder(), 'outbox.sqlite');
    const store = openOutboxStore({ path: databasePath, log: createQuietLog(), onDamage: () => {} });
    const queued = (operationId: string, kind: string) =>
      ({ operationId, kind, payload: {}, projectId: null, createdAt: 1, state: { kind: 'queued' } }) as const;
    store.write({
      put: [
        { rank: 1, operation: { ...queued('one', 'a'), state: { kind: 'sending' } } },
        { rank: 2, operation: queued('two', 'b') },
      ],
    });
    store.close();
    const { url, batches } = await endpoint();
    const { outbox } = await outboxAt(url, { databasePath });
    await until(() => outbox.list().length === 0);
    expect(kinds(batches)).toEqual([['a', 'b']]);
  });

  it('takes over a file of the previous version', async () => {
    const databasePath = join(await temporaryFolder(), 'outbox.sqlite');
    const before = new Database(databasePath);
    before.exec(`
      create table operation (
        rank integer primary key autoincrement, operationId text not null unique, kind text not null,
        payload text not null, projectId text, createdAt integer not null,
        state text not null default 'queued' check (state in ('queued', 'sending', 'refused')),
        errorKind text, message text
      );
      insert into operation values (7, 'one', 'a', '{"x":1}', 'p', 1, 'queued', null, null);
      insert into operation values (8, 'two', 'b', '{}', null, 2, 'refused', 'not-found', 'No.');
      pragma user_version = 1;
    `);
    before.close();
    const { url, batches } = await endpoint();
    const { outbox, become } = await outboxAt(url, { databasePath, state: unauthorised });
    expect(outbox.list()).toMatchObject([
      { operationId: 'one', payload: { x: 1 }, state: { kind: 'queued', mayHaveArrived: true } },
      { operationId: 'two', state: { kind: 'refused', errorKind: 'not-found', message: 'No.' } },
    ]);
    become(online);
    await until(() => batches.length > 0);
    expect(batches[0]).toEqual([{ operationId: 'one', kind: 'a', payload: { x: 1 } }]);
  });

  it('opens a file of version 2 with all of its states, and sends what was queued in order', async () => {
    const databasePath = join(await temporaryFolder(), 'outbox.sqlite');
    const before = new Database(databasePath);
    before.exec(`
      create table operation (
        rank integer primary key autoincrement, operationId text not null unique, kind text not null,
        payload text not null, projectId text, createdAt integer not null,
        state text not null default 'queued' check (state in ('queued', 'sending', 'refused')),
        errorKind text, message text, mayHaveArrived integer not null default 0
      );
      insert into operation values (7, 'one', 'a', '{"x":1}', 'p', 1, 'queued', null, null, 0);
      insert into operation values (8, 'two', 'b', '{}', null, 2, 'refused', 'not-found', 'No.', 0);
      insert into operation values (9, 'three', 'from.another-version', '{"y":2}', 'p', 3, 'sending', null, null, 0);
      insert into operation values (12, 'four', 'c', '{}', 'p', 4, 'queued', null, null, 1);
      pragma user_version = 2;
    `);
    before.close();
    const { url, batches, box } = await endpoint();
    const topic = 'project:p' as const;
    box.reply = () => ({ ok: true, positions: [{ topic, seq: 5 }] });
    const cursors = new Map<Topic, Cursor>([[topic, { epoch: 'e', seq: 4 }]]);
    const { outbox, become } = await outboxAt(url, { databasePath, state: unauthorised, cursors });
    expect(outbox.list().map(({ operationId, state }) => [operationId, state])).toEqual([
      ['one', { kind: 'queued' }],
      ['two', { kind: 'refused', errorKind: 'not-found', message: 'No.' }],
      ['three', { kind: 'queued', mayHaveArrived: true }],
      ['four', { kind: 'queued', mayHaveArrived: true }],
    ]);
    become(online);
    await until(() => outbox.list().length === 1);
    expect(kinds(batches)).toEqual([['a', 'from.another-version', 'c']]);
    // The file can hold a state that version 2 did not know.
    const states = outbox.listShown().map(({ state }) => state.kind);
    expect(states).toEqual(['confirmed', 'refused', 'confirmed', 'confirmed']);
  });

  it('refuses a command that it has no room for, and keeps nothing of it', async () => {
    const { url, batches } = await endpoint();
    const { outbox, databasePath } = await outboxAt(url);
    const elsewhere = new Database(databasePath);
    disposeLater(() => elsewhere.close());
    elsewhere.exec("create trigger full before insert on operation begin select raise(abort, 'full'); end");
    expect(await outbox.run('a', {}, null)).toMatchObject({ ok: false, kind: 'no-space' });
    expect([outbox.list(), batches]).toEqual([[], []]);
    elsewhere.exec('drop trigger full');
    expect(await outbox.run('b', {}, null)).toMatchObject({ ok: true, data: { state: 'confirmed' } });
    expect(kinds(batches)).toEqual([['b']]);
  });

  it('resumes automatically when its file could not be written for a while', async () => {
    const { url, batches } = await endpoint();
    const { outbox, databasePath, become } = await outboxAt(url, { state: unauthorised });
    await outbox.run('a', {}, null);
    const elsewhere = new Database(databasePath);
    disposeLater(() => elsewhere.close());
    elsewhere.exec("create trigger full before delete on operation begin select raise(abort, 'full'); end");
    become(online);
    await until(() => batches.length >= 3);
    expect(outbox.list()).toHaveLength(1);
    elsewhere.exec('drop trigger full');
    await until(() => outbox.list().length === 0);
    expect(new Set(batches.flat().map(({ operationId }) => operationId)).size).toBe(1);
  });
});
