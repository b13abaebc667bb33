import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createMemoryOutboxStore } from '../../../client/outbox/create-memory-outbox-store.ts';
import type { Outbox } from '../../../client/outbox/outbox.ts';
import type { ErrorKind } from '../../../protocol/wire/error.ts';
import { until } from '../../helpers/until.ts';
import {
  endpoint,
  kinds,
  type Operation,
  offline,
  online,
  startOutbox,
  unauthorised,
} from './command-endpoint.ts';

const start = (url: string, state = unauthorised) => startOutbox(url, createMemoryOutboxStore(), state);

/** An address where nobody listens. */
async function unusedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

const kindsOf = (outbox: Outbox) => outbox.list().map(({ kind }) => kind);
const idOf = (outbox: Outbox, kind: string) =>
  outbox.list().find((operation) => operation.kind === kind)?.operationId ?? '';

/** A server that handles nothing in a batch after an operation that it can't handle now. */
const likeTheServer =
  (cannot: (operation: Operation) => boolean, kind: ErrorKind) =>
  (operation: Operation, batch: Operation[]) => {
    const first = batch.findIndex(cannot);
    const isTried = first === -1 || batch.indexOf(operation) < first;
    return isTried ? ({ ok: true } as const) : ({ ok: false, kind } as const);
  };

describe('ordering keys of the outbox', () => {
  it.each<ErrorKind>(['rate-limited', 'internal', 'no-space'])(
    'do not wait for a project in which the server answers %s',
    async (kind) => {
      const { url, box } = await endpoint();
      box.reply = likeTheServer((operation) => operation.kind.startsWith('one.'), kind);
      const { outbox, become } = start(url);
      for (const name of ['one.a', 'two.a', 'one.b', 'two.b']) {
        await outbox.run(name, {}, name.slice(0, 3));
      }
      become(online);
      await until(() => kindsOf(outbox).every((name) => name.startsWith('one.')));
      expect(kindsOf(outbox)).toEqual(['one.a', 'one.b']);
      box.reply = () => ({ ok: true });
      await until(() => outbox.list().length === 0);
    },
  );

  it('don’t wait for a project whose batch takes long', async () => {
    const { url, batches, hold } = await endpoint();
    const release = hold(({ kind }) => kind === 'slow');
    const { outbox, become } = start(url);
    await outbox.run('slow', {}, 'one');
    await outbox.run('quick', {}, 'two');
    become(online);
    await until(() => kindsOf(outbox).join() === 'slow');
    expect(kinds(batches)).toContainEqual(['slow']);
    release();
    await until(() => outbox.list().length === 0);
  });

  it('keep their order, whatever fails in between', async () => {
    const { url, batches, box } = await endpoint();
    let count = 0;
    box.reply = (operation, batch) => {
      if (operation === batch[0]) count++;
      if (count % 3 === 1) return 'no answer';
      return count % 3 === 2 && operation === batch[3] ? { ok: false, kind: 'internal' } : { ok: true };
    };
    const { outbox, become } = start(url);
    const expected = new Map<string, string[]>();
    for (let index = 0; index < 60; index++) {
      const project = `p${index % 4}`;
      await outbox.run(`${project}.${index}`, {}, project);
      expected.set(project, [...(expected.get(project) ?? []), `${project}.${index}`]);
    }
    become(online);
    await until(() => outbox.list().length === 0);
    for (const [project, wanted] of expected) {
      const firsts = [...new Set(kinds(batches).flat())].filter((kind) => kind.startsWith(`${project}.`));
      expect(firsts).toEqual(wanted);
    }
  });

  it('pauses chat at its rate limit, but not the person’s other commands', async () => {
    const { url, box } = await endpoint();
    box.reply = likeTheServer(({ kind }) => kind === 'message.send', 'rate-limited');
    const { outbox, become } = start(url);
    await outbox.run('message.send', {}, null);
    outbox.mark({ kind: 'notification.read', payload: { id: 'n' } });
    become(online);
    await until(() => outbox.listMarks().length === 0);
    expect(kindsOf(outbox)).toEqual(['message.send']);
  });

  it('all pause when the server can’t be reached, and retry seldom', async () => {
    const { url, batches, box } = await endpoint();
    box.reply = () => 'no answer';
    const { outbox } = start(url, offline);
    for (let index = 0; index < 50; index++) await outbox.run('a', {}, `p${index}`);
    // The first three are under way before the outage is known; then they retry one attempt at a time.
    await until(() => batches.length >= 3);
    expect(batches.length).toBeLessThan(20);
  });

  it.each([
    [403, 'foreign-origin'],
    [404, 'not-found'],
  ] as const)('refuse nothing where %s %s is the answer to a whole request', async (status, kind) => {
    const { url, batches, box } = await endpoint();
    box.reply = () => ({ status, kind });
    const { outbox, become } = start(url);
    for (const name of ['a', 'b']) await outbox.run(name, {}, 'p');
    become(online);
    await until(() => batches.length > 3);
    box.reply = () => ({ ok: true });
    await until(() => outbox.list().length === 0);
  });
});

describe('a refused operation', () => {
  const refusing = (refused: readonly string[]) => async () => {
    const { url, batches, box } = await endpoint();
    box.reply = ({ kind }) => (refused.includes(kind) ? { ok: false, kind: 'not-found' } : { ok: true });
    const { outbox, become } = start(url);
    const queue = async (kind: string, payload: object) => {
      await outbox.run(kind, payload, 'p');
      return idOf(outbox, kind);
    };
    const settle = async () => {
      become(online);
      await until(() => outbox.list().every(({ state }) => state.kind === 'refused'));
    };
    return { outbox, batches, box, queue, settle };
  };

  it('is sent again under another id, because the server keeps its answer to the first', async () => {
    const { outbox, batches, box, queue, settle } = await refusing(['cut.move'])();
    const first = await queue('cut.move', { id: 'c' });
    await settle();
    box.reply = () => ({ ok: true });
    outbox.retry(first);
    await until(() => outbox.list().length === 0);
    const ids = batches.flat().map(({ operationId }) => operationId);
    expect(ids[0]).toBe(first);
    expect(new Set(ids).size).toBe(2);
  });

  it('takes along what was refused because of it, and nothing else', async () => {
    const all = ['vibe.create', 'cut.create', 'comment.create', 'cut.update'];
    const { outbox, batches, box, queue, settle } = await refusing(all)();
    const vibe = await queue('vibe.create', { id: 'v', projectId: 'p', name: 'x' });
    await queue('cut.update', { id: 'other', name: 'x' });
    await queue('cut.create', { id: 'c', vibeId: 'v', name: 'x' });
    await queue('comment.create', { id: 'k', cutId: 'c', text: 'x' });
    await settle();
    batches.length = 0;
    box.reply = () => ({ ok: true });
    outbox.retry(vibe);
    await until(() => outbox.list().length === 1);
    expect(kinds(batches)).toEqual([['vibe.create', 'cut.create', 'comment.create']]);
    expect(kindsOf(outbox)).toEqual(['cut.update']);
  });

  it('is edited in its place, under another id', async () => {
    const { outbox, batches, box, queue, settle } = await refusing(['a', 'b'])();
    const first = await queue('a', { id: 'x', text: 'one' });
    await queue('b', { id: 'y' });
    await settle();
    const edited = outbox.edit(first, { id: 'x', text: 'two' }, 'p');
    expect(edited).toMatchObject({ ok: true });
    expect(kindsOf(outbox)).toEqual(['a', 'b']);
    box.reply = () => ({ ok: true });
    await until(() => kindsOf(outbox).join() === 'b');
    const last = batches.at(-1)?.[0];
    expect(last).toMatchObject({ kind: 'a', payload: { id: 'x', text: 'two' } });
    expect(last?.operationId).not.toBe(first);
  });

  it('stays when what it depends on is discarded', async () => {
    const { outbox, queue, settle } = await refusing(['cut.create', 'comment.create'])();
    const cut = await queue('cut.create', { id: 'c', vibeId: 'v', name: 'x' });
    await queue('comment.create', { id: 'k', cutId: 'c', text: 'x' });
    await settle();
    outbox.discard(cut);
    expect(outbox.list()).toMatchObject([{ kind: 'comment.create', state: { kind: 'refused' } }]);
  });
});

describe('editing a pending operation', () => {
  it('is possible until it may have arrived', async () => {
    const nobody = start(await unusedAddress(), offline);
    await nobody.outbox.run('a', { text: 'one' }, 'p');
    await until(() => nobody.outbox.edit(idOf(nobody.outbox, 'a'), { text: 'two' }, 'p').ok);
    expect(nobody.outbox.list()).toMatchObject([{ payload: { text: 'two' }, state: { kind: 'queued' } }]);

    const { url, box } = await endpoint();
    box.reply = () => 'no answer';
    const { outbox } = start(url, offline);
    await outbox.run('a', {}, 'p');
    await until(() => {
      const state = outbox.list()[0]?.state;
      return state?.kind === 'queued' && state.mayHaveArrived;
    });
    expect(outbox.edit(idOf(outbox, 'a'), {}, 'p')).toMatchObject({ ok: false, kind: 'conflict' });
  });

  it('is refused if it is gone or too large', async () => {
    const { outbox } = start(await unusedAddress());
    expect(outbox.edit('x', {}, 'p')).toMatchObject({ kind: 'not-found' });
    await outbox.run('a', {}, 'p');
    const text = 'x'.repeat(70_000);
    expect(outbox.edit(idOf(outbox, 'a'), { text }, 'p')).toMatchObject({ kind: 'too-large' });
    expect(outbox.list()).toMatchObject([{ payload: {} }]);
  });
});

describe('an outbox that can’t be written', () => {
  it('refuses what it can’t store, sends none of it, and reports it', async () => {
    const { url, batches } = await endpoint();
    const store = createMemoryOutboxStore();
    let isFull = true;
    const write: typeof store.write = (change) => {
      if (isFull) throw new Error('database or disk is full');
      store.write(change);
    };
    const { outbox, troubles } = startOutbox(url, { ...store, write }, online);
    expect(await outbox.run('a', {}, 'p')).toMatchObject({ ok: false, kind: 'no-space' });
    expect(outbox.mark({ kind: 'notification.read', payload: { id: 'n' } })).toMatchObject({ ok: false });
    expect([outbox.list(), outbox.listMarks(), batches]).toEqual([[], [], []]);
    expect(troubles()).toBe(2);
    isFull = false;
    expect(await outbox.run('b', {}, 'p')).toMatchObject({ ok: true, data: { state: 'confirmed' } });
    expect(kinds(batches)).toEqual([['b']]);
  });
});
