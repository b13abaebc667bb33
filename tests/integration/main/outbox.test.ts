import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createListeners } from '../../../client/common/listeners.ts';
import { createOutbox } from '../../../client/outbox/create-outbox.ts';
import { openOutboxStore } from '../../../main/outbox/open-outbox-store.ts';
import { createCookieJar } from '../../../main/session/cookie-jar.ts';
import { createServerClient } from '../../../main/session/create-server-client.ts';
import type { ConnectionState } from '../../../protocol/ipc/connection.ts';
import { type CommandAnswer, commandBatchSchema } from '../../../protocol/wire/command.ts';
import type { ErrorKind } from '../../../protocol/wire/error.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';
import { until } from '../../helpers/until.ts';

type Operation = { operationId: string; kind: string; payload: unknown };
type Reply =
  | { ok: true }
  | { ok: false; kind: ErrorKind }
  | 'no answer'
  | { status: number; kind: ErrorKind };

/** A command endpoint that answers each operation as the test says, and notes what arrived. */
async function endpoint() {
  const batches: Operation[][] = [];
  const box = { reply: (_operation: Operation, _batch: Operation[]): Reply => ({ ok: true }) };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { operations } = commandBatchSchema.parse(JSON.parse(Buffer.concat(pieces).toString()));
      batches.push(operations);
      const answers: CommandAnswer[] = [];
      for (const operation of operations) {
        const reply = box.reply(operation, operations);
        if (reply === 'no answer') return response.destroy();
        if ('status' in reply) {
          const { status, kind } = reply;
          response.writeHead(status, { 'content-type': 'application/json' });
          return response.end(JSON.stringify({ error: 'No.', kind, statusCode: status }));
        }
        const { operationId } = operation;
        answers.push(
          reply.ok
            ? { operationId, ok: true, result: { echoed: operation.payload } }
            : { operationId, ok: false, kind: reply.kind, message: `No: ${reply.kind}.` },
        );
      }
      response.setHeader('content-type', 'application/json');
      return response.end(JSON.stringify({ answers }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  disposeLater(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, batches, box };
}

const online: ConnectionState = { kind: 'online', since: 0, transport: 'websocket' };
const offline: ConnectionState = { kind: 'offline', since: 0, reason: '', retryAt: null };
const unauthorised: ConnectionState = { kind: 'unauthorised', since: 0, reason: '' };

async function outboxAt(url: string, options: { state?: ConnectionState; databasePath?: string } = {}) {
  const databasePath = options.databasePath ?? join(await temporaryFolder(), 'outbox.sqlite');
  const listeners = createListeners<ConnectionState>();
  let state = options.state ?? online;
  const outbox = createOutbox({
    store: openOutboxStore({ path: databasePath, log: createQuietLog() }),
    client: createServerClient({ serverUrl: url, cookies: createCookieJar(), log: createQuietLog() }),
    connectivity: { current: () => state, subscribe: listeners.add },
    log: createQuietLog(),
    backoff: { first: 10, longest: 30 },
    answerMilliseconds: 2_000,
  });
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= outbox.stop());
  disposeLater(stop);
  outbox.start();
  return {
    outbox,
    databasePath,
    stop,
    become(next: ConnectionState) {
      state = next;
      listeners.notify(next);
    },
  };
}

const kinds = (batches: Operation[][]) => batches.map((batch) => batch.map(({ kind }) => kind));
const states = (outbox: { list(): { state: { kind: string } }[] }) =>
  outbox.list().map(({ state }) => state.kind);

describe('the outbox', () => {
  it('answers with the server’s confirmation, and keeps nothing', async () => {
    const { url, batches } = await endpoint();
    const { outbox } = await outboxAt(url);
    const answer = await outbox.run('vibe.create', { name: 'x' }, 'p');
    expect(answer).toEqual({ ok: true, data: { state: 'confirmed', result: { echoed: { name: 'x' } } } });
    expect(outbox.list()).toEqual([]);
    expect(batches).toHaveLength(1);
  });

  it('hands a refusal to who waits for it, and keeps nothing', async () => {
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

  it('queues while offline and sends in order, in batches, when it is back', async () => {
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

  it('has the command on disk before anything is sent, and still after the process dies', async () => {
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

  it('takes up what was being sent when the process was killed', async () => {
    const databasePath = join(await temporaryFolder(), 'outbox.sqlite');
    const store = openOutboxStore({ path: databasePath, log: createQuietLog() });
    store.add({ operationId: 'one', kind: 'a', payload: {}, projectId: null, createdAt: 1 });
    store.add({ operationId: 'two', kind: 'b', payload: {}, projectId: null, createdAt: 2 });
    expect(store.take(1, 1_000)).toMatchObject([{ operationId: 'one' }]);
    store.close();
    const { url, batches } = await endpoint();
    const { outbox } = await outboxAt(url, { databasePath });
    await until(() => outbox.list().length === 0);
    expect(kinds(batches)).toEqual([['a', 'b']]);
  });

  it('goes on by itself when its file could not be written for a while', async () => {
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

  it('keeps what the server refuses for good, until it is retried or discarded', async () => {
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

  it.each<ErrorKind>(['rate-limited', 'internal', 'no-space'])('tries on for ever after %s', async (kind) => {
    const { url, box } = await endpoint();
    let refusals = 5;
    box.reply = () => (refusals-- > 0 ? { ok: false, kind } : { ok: true });
    const { outbox } = await outboxAt(url);
    expect(await outbox.run('a', {}, null)).toMatchObject({ data: { state: 'confirmed' } });
  });

  it('does not let one command that spoils its batch hold the others', async () => {
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

  it('waits while the session is refused, and asks nothing of the server', async () => {
    const { url, batches } = await endpoint();
    const { outbox, become } = await outboxAt(url, { state: unauthorised });
    expect(await outbox.run('a', {}, null)).toMatchObject({ data: { state: 'queued' } });
    expect(states(outbox)).toEqual(['queued']);
    expect(batches).toEqual([]);
    become(online);
    await until(() => outbox.list().length === 0);
    expect(batches).toHaveLength(1);
  });

  it('takes 64 KB of command and not more', async () => {
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

  it('answers `queued` when the server takes its time, and the row is still there', async () => {
    const { url, box } = await endpoint();
    box.reply = () => 'no answer';
    const { outbox } = await outboxAt(url);
    expect(await outbox.run('a', {}, null)).toMatchObject({ ok: true, data: { state: 'queued' } });
    expect(outbox.list()).toHaveLength(1);
  });
});

describe('marks of what was read', () => {
  const read = (id: string) => ({ kind: 'notification.read', payload: { id } }) as const;

  it('are sent with the rest, but are in no list, and one takes the place of those it contains', async () => {
    const { url, batches } = await endpoint();
    const { outbox, become } = await outboxAt(url, { state: unauthorised });
    await outbox.run('vibe.create', { name: 'x' }, 'p');
    for (const id of ['a', 'b', 'b', 'd']) outbox.mark(read(id));
    outbox.mark({ kind: 'notification.readAll', payload: { upTo: 'c' } });
    expect(outbox.listMarks().map(({ kind }) => kind)).toEqual(['notification.read', 'notification.readAll']);
    expect(outbox.list().map(({ kind }) => kind)).toEqual(['vibe.create']);
    become(online);
    await until(() => outbox.listMarks().length === 0);
    expect(kinds(batches)).toEqual([['vibe.create', 'notification.read', 'notification.readAll']]);
  });

  it('that the server refuses are dropped: what they were about is gone', async () => {
    const { url, box } = await endpoint();
    box.reply = () => ({ ok: false, kind: 'not-found' });
    const { outbox } = await outboxAt(url);
    outbox.mark(read('gone'));
    await until(() => outbox.listMarks().length === 0);
    expect(outbox.list()).toEqual([]);
  });

  it('are told when they are confirmed, like every change, after they have left the list', async () => {
    const { url } = await endpoint();
    const { outbox } = await outboxAt(url);
    const confirmed: unknown[] = [];
    outbox.onConfirmed((change) => confirmed.push([change.kind, change.result, outbox.listMarks().length]));
    outbox.mark(read('a'));
    await until(() => confirmed.length > 0);
    expect(confirmed).toEqual([['notification.read', { echoed: { id: 'a' } }, 0]]);
  });
});
