import { describe, expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { createMemorySecretStore } from '../../../main/session/secret-store.ts';
import { dataOf, signIn, startRuntime, type TestRuntime } from '../../helpers/runtime.ts';
import { until } from '../../helpers/until.ts';
import { run, startBand, startDevice } from './band.ts';

const kindOf = (runtime: TestRuntime) => runtime.last('connection.changed')?.kind;
const pendingOf = async (runtime: TestRuntime) =>
  (await dataOf(runtime.handlers['outbox.list'](null))).filter(({ state }) => state.kind !== 'confirmed');
const conversationsOf = (runtime: TestRuntime) => dataOf(runtime.handlers['chat.conversations'](null));

/** Ana's client, which has cached the project and is offline now. */
async function deskOffline() {
  const band = await startBand();
  const secrets = createMemorySecretStore();
  const desk = await startDevice(band.server, band.ana, { secrets });
  await dataOf(desk.handlers['projects.enter']({ id: band.projectId }));
  await until(() => desk.account()?.cache.readProject(band.projectId));
  await band.server.stop();
  await until(() => kindOf(desk) === 'offline');
  const restarted = async () => {
    await desk.stop();
    return startRuntime({ secrets, userData: desk.userData });
  };
  return { ...band, desk, restarted };
}

describe('a change made offline', () => {
  it('stays pending across a restart, even if it concerns pending things, and is then sent', async () => {
    const { server, desk, restarted, ana, projectId, cutId } = await deskOffline();
    const [vibe, cut, comment, reply] = [newId(), newId(), newId(), newId()];
    await run(desk, 'vibe.create', { id: vibe, projectId, name: 'Offline' });
    await run(desk, 'cut.create', { id: cut, vibeId: vibe, name: 'Draft' });
    await run(desk, 'cut.update', { id: cut, name: 'Better draft' });
    await run(desk, 'comment.create', { id: comment, cutId: cut, text: 'Why so quiet', timestamp: 1 });
    await run(desk, 'reply.create', { id: reply, commentId: comment, text: 'Because' });
    await run(desk, 'cut.move', { id: cutId, targetVibeId: vibe });
    expect((await pendingOf(desk)).map((operation) => operation.projectId)).toEqual(Array(6).fill(projectId));
    expect(await dataOf(desk.handlers['comments.list']({ cutId: cut }))).toEqual([]);

    const again = await restarted();
    expect(await pendingOf(again)).toHaveLength(6);
    await server.restart();
    await until(async () => (await pendingOf(again)).length === 0);
    const { body } = await ana.request('GET', `/api/projects/${projectId}`);
    const made = body.vibes.find(({ id }: { id: string }) => id === vibe);
    expect(made.cuts.map(({ name }: { name: string }) => name)).toEqual(['Better draft', 'Take 1']);
    const comments = (await ana.request('GET', `/api/cuts/${cut}/comments`)).body;
    expect(comments).toMatchObject([{ id: comment, replies: [{ id: reply }] }]);
  });

  it('can correct a stack: files move, cuts merge and are split again, each sent once', async () => {
    const { server, desk, restarted, ana, projectId } = await deskOffline();
    const files = () => ana.request('GET', `/api/projects/${projectId}`).then(({ body }) => body);
    const [vibe, first, second, third] = [newId(), newId(), newId(), newId()];
    await run(desk, 'vibe.create', { id: vibe, projectId, name: 'Dune' });
    await run(desk, 'cut.create', { id: first, vibeId: vibe, name: 'Dune' });
    await run(desk, 'cut.create', { id: second, vibeId: vibe, name: 'Dune v2' });
    await run(desk, 'cut.merge', { id: second, targetCutId: first });
    await run(desk, 'comment.create', { id: newId(), cutId: second, text: 'Late', timestamp: 1 });
    await run(desk, 'cut.update', { id: second, name: 'Both' });
    await run(desk, 'cut.split', { id: second, cutId: first, name: 'Dune v2', fileIds: [] });
    await run(desk, 'cut.merge', { id: third, targetCutId: first });
    const again = await restarted();
    await server.restart();
    await until(async () => (await pendingOf(again)).every(({ state }) => state.kind === 'refused'));
    expect(await pendingOf(again)).toMatchObject([{ kind: 'cut.merge', state: { errorKind: 'not-found' } }]);
    const made = (await files()).vibes.find(({ id }: { id: string }) => id === vibe);
    expect(made.cuts).toMatchObject([
      { id: first, name: 'Both', commentCount: 1 },
      { id: second, name: 'Dune v2', commentCount: 0 },
    ]);
  });

  it('can be a new project, which is followed once it exists', async () => {
    const { server, desk } = await deskOffline();
    const [id, vibe] = [newId(), newId()];
    await run(desk, 'project.create', { id, name: 'Night bus' });
    await dataOf(desk.handlers['projects.enter']({ id }));
    await run(desk, 'vibe.create', { id: vibe, projectId: id, name: 'First' });
    await server.restart();
    await until(() => desk.account()?.cache.readProject(id)?.vibes.length === 1);
    const isLive = () =>
      desk.pushed.some(
        (message) => message.name === 'realtime.event' && message.data.name === 'vibe:updated',
      );
    await run(desk, 'vibe.update', { id: vibe, name: 'Second' });
    await until(isLive);
  });

  it('is kept with the reason when the server refuses it, as is what depends on it', async () => {
    const { server, desk, ana, projectId, cutId } = await deskOffline();
    const comment = newId();
    await run(desk, 'comment.create', { id: comment, cutId, text: 'Louder', timestamp: 1 });
    await run(desk, 'reply.create', { id: newId(), commentId: comment, text: 'Much' });
    await run(desk, 'project.update', { id: projectId, name: 'Renamed' });
    await desk.stop();
    await server.restart();
    await ana.command('cut.delete', { id: cutId });
    const again = await startRuntime({ userData: desk.userData });
    await signIn(again, server, ana);
    await until(async () => (await pendingOf(again)).every(({ state }) => state.kind === 'refused'));
    expect(await pendingOf(again)).toMatchObject([
      {
        kind: 'comment.create',
        projectId,
        payload: { cutId, text: 'Louder' },
        state: { errorKind: 'not-found' },
      },
      { kind: 'reply.create', projectId, payload: { commentId: comment }, state: { errorKind: 'not-found' } },
    ]);
  });
});

describe('a refused change', () => {
  /** A comment of Ana's on a cut that was deleted before the comment could be sent. */
  async function refusedComment() {
    const { server, desk, ana, projectId, cutId } = await deskOffline();
    const vibeId = desk.account()?.cache.readProject(projectId)?.vibes[0]?.id ?? '';
    const other = newId();
    const payload = { id: newId(), cutId, text: 'Louder', timestamp: 1 };
    await run(desk, 'comment.create', payload);
    await desk.stop();
    await server.restart();
    await ana.command('cut.create', { id: other, vibeId, name: 'Take 2' });
    await ana.command('cut.delete', { id: cutId });
    const again = await startRuntime({ userData: desk.userData });
    await signIn(again, server, ana);
    const [refused] = await until(async () => {
      const waiting = await pendingOf(again);
      return waiting[0]?.state.kind === 'refused' && waiting;
    });
    return { ana, again, other, payload, operationId: refused?.operationId ?? '' };
  }

  it('can be edited where it was made, and is sent again', async () => {
    const { ana, again, other, payload, operationId } = await refusedComment();
    const edit = (changed: Record<string, unknown>) =>
      again.handlers['outbox.edit']({ operationId, payload: { ...payload, ...changed } });
    expect(await edit({ text: '' })).toMatchObject({ ok: false, kind: 'invalid' });
    expect(await edit({ id: newId() })).toMatchObject({ ok: false, kind: 'invalid' });
    const edited = await dataOf(edit({ cutId: other, text: 'Louder, please' }));
    expect(edited.operationId).not.toBe(operationId);
    await until(async () => (await pendingOf(again)).length === 0);
    const { body } = await ana.request('GET', `/api/cuts/${other}/comments`);
    expect(body).toMatchObject([{ id: payload.id, text: 'Louder, please' }]);
    expect(await edit({ text: 'x' })).toMatchObject({ ok: false, kind: 'not-found' });
  });

  it('can be retried unchanged and refused again, or discarded', async () => {
    const { again, operationId } = await refusedComment();
    await dataOf(again.handlers['outbox.retry']({ operationId }));
    const [second] = await until(async () => {
      const waiting = await pendingOf(again);
      return waiting[0]?.state.kind === 'refused' && waiting[0].operationId !== operationId && waiting;
    });
    expect(second?.state).toMatchObject({ errorKind: 'not-found' });
    await dataOf(again.handlers['outbox.discard']({ operationId: second?.operationId ?? '' }));
    expect(await pendingOf(again)).toEqual([]);
  });
});

describe('a first message', () => {
  it('is written offline, shown after a restart, and opens the conversation', async () => {
    const { server, desk, restarted, ben } = await deskOffline();
    const begun = await dataOf(desk.handlers['chat.open']({ userId: ben.account.id }));
    expect(begun.participants.map(({ name }) => name)).toEqual(['Ana', 'Ben']);
    expect(await conversationsOf(desk)).toEqual([]);
    expect(await dataOf(desk.handlers['chat.open']({ userId: ben.account.id }))).toEqual(begun);
    expect(await dataOf(desk.handlers['chat.messages']({ conversationId: begun.id, limit: 50 }))).toEqual({
      messages: [],
      hasEarlier: false,
    });
    for (const text of ['Are you there?', 'Hello?']) {
      await run(desk, 'message.send', { id: newId(), conversationId: begun.id, text });
    }
    expect(desk.last('conversations.changed')).toMatchObject([{ id: begun.id }]);

    const again = await restarted();
    expect(await conversationsOf(again)).toMatchObject([
      { id: begun.id, participants: [{ name: 'Ana' }, { name: 'Ben' }] },
    ]);
    await server.restart();
    await until(async () => (await conversationsOf(again))[0]?.lastMessage?.text === 'Hello?');
    expect(await conversationsOf(again)).toHaveLength(1);
    const held = await dataOf(again.handlers['chat.messages']({ conversationId: begun.id, limit: 50 }));
    expect(held.messages.map(({ text }) => text)).toEqual(['Are you there?', 'Hello?']);
    expect((await ben.request('GET', '/api/chat/conversations')).body).toMatchObject([
      { id: begun.id, unreadCount: 2 },
    ]);
  });

  it('goes into the conversation that the other person began meanwhile', async () => {
    const { server, desk, ana, ben } = await deskOffline();
    const begun = await dataOf(desk.handlers['chat.open']({ userId: ben.account.id }));
    const send = (text: string) => run(desk, 'message.send', { id: newId(), conversationId: begun.id, text });
    await send('From Ana');
    await desk.stop();
    await server.restart();
    const { id } = await ben.command('conversation.open', { userId: ana.account.id });
    await ben.command('message.send', { id: newId(), conversationId: id, text: 'From Ben' });
    const device = await startRuntime({ userData: desk.userData });
    await signIn(device, server, ana);
    await until(async () => (await conversationsOf(device))[0]?.lastMessage?.text === 'From Ana');
    expect(await conversationsOf(device)).toMatchObject([{ id }]);
    expect(await pendingOf(device)).toEqual([]);
  });

  it('to an unknown person can’t be started offline', async () => {
    const { desk } = await deskOffline();
    expect(await desk.handlers['chat.open']({ userId: newId() })).toMatchObject({
      ok: false,
      kind: 'offline',
    });
  });
});

describe('signing out with pending changes', () => {
  it('keeps them for this account, and sends them after the next sign-in', async () => {
    const { server, desk, ana, ben, projectId } = await deskOffline();
    const vibe = newId();
    await run(desk, 'vibe.create', { id: vibe, projectId, name: 'Later' });
    expect(await pendingOf(desk)).toHaveLength(1);
    await dataOf(desk.handlers['session.signOut'](null));
    await server.restart();
    await signIn(desk, server, ben);
    expect(await pendingOf(desk)).toEqual([]);
    await dataOf(desk.handlers['session.signOut'](null));
    await signIn(desk, server, ana);
    await until(async () => (await pendingOf(desk)).length === 0);
    const { body } = await ana.request('GET', `/api/projects/${projectId}`);
    expect(body.vibes.map(({ id }: { id: string }) => id)).toContain(vibe);
  });
});
