import { describe, expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { userTopic } from '../../../protocol/wire/topic.ts';
import type { ServerConfig } from '../../../server/config.ts';
import { dataOf, startRuntime, type TestRuntime } from '../../helpers/runtime.ts';
import type { TestServer, TestUser } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { type Band, run, startBand, startDevice } from './band.ts';
import { openWire } from './wire.ts';

const kindOf = (runtime: TestRuntime) => runtime.last('connection.changed')?.kind;
const notificationsOf = (runtime: TestRuntime) => dataOf(runtime.handlers['notifications.list'](null));
const unreadOf = async (runtime: TestRuntime) =>
  (await notificationsOf(runtime)).filter(({ isRead }) => !isRead).length;
const conversationsOf = (runtime: TestRuntime) => dataOf(runtime.handlers['chat.conversations'](null));
const messagesOf = async (runtime: TestRuntime, conversationId: string, limit = 50, before?: string) =>
  dataOf(runtime.handlers['chat.messages']({ conversationId, limit, ...(before && { before }) }));

const comment = ({ ben, cutId }: Band, text: string) =>
  ben.command('comment.create', { id: newId(), cutId, text, timestamp: 1 });

/** Commits to a person's log without a poke, like a server that dies right after its commit. */
async function logSilently(server: TestServer, user: TestUser, name: string, given: unknown): Promise<void> {
  const topic = userTopic(user.account.id);
  const advance = 'update topicHead set seq = seq + 1 where topic = ? returning seq';
  const seq = await server.database.value(advance, topic);
  const payload = JSON.stringify(given);
  await server.database.insert('event', [{ topic, seq, name, payload, at: new Date().toISOString() }]);
}

describe('notifications', () => {
  it('arrive on both devices of a person, and one read on one device is read on the other', async () => {
    const band = await startBand();
    const [desk, laptop] = [
      await startDevice(band.server, band.ana),
      await startDevice(band.server, band.ana),
    ];
    const unreadBefore = await unreadOf(desk);
    await comment(band, 'More cowbell');
    for (const device of [desk, laptop]) {
      await until(async () => (await unreadOf(device)) === unreadBefore + 1);
      expect((await notificationsOf(device))[0]).toMatchObject({
        type: 'comment_added',
        link: { cutId: band.cutId },
      });
    }
    const [first] = await notificationsOf(desk);
    await dataOf(desk.handlers['notifications.read']({ id: first?.id ?? '' }));
    expect(await unreadOf(desk)).toBe(unreadBefore);
    await until(async () => (await unreadOf(laptop)) === unreadBefore);
    await comment(band, 'And more');
    await until(async () => (await unreadOf(laptop)) === unreadBefore + 1);
    await dataOf(laptop.handlers['notifications.readAll'](null));
    await until(async () => (await unreadOf(desk)) === 0);
    expect(desk.last('notifications.changed')?.every(({ isRead }) => isRead)).toBe(true);
  });

  it('read offline stay read, and are so elsewhere when the server is back', async () => {
    const band = await startBand();
    await comment(band, 'Old');
    const [desk, laptop] = [
      await startDevice(band.server, band.ana),
      await startDevice(band.server, band.ana),
    ];
    await until(async () => (await unreadOf(desk)) > 0);
    await band.server.stop();
    await until(() => kindOf(desk) === 'offline');
    await dataOf(desk.handlers['notifications.readAll'](null));
    expect(await unreadOf(desk)).toBe(0);
    expect(await dataOf(desk.handlers['outbox.list'](null))).toEqual([]);
    await band.server.restart();
    await until(async () => (await unreadOf(laptop)) === 0);
    await until(() => desk.account()?.outbox.listMarks().length === 0);
    expect(await unreadOf(desk)).toBe(0);
  });

  it('are healed when a poke was lost, by comparing heads', async () => {
    const band = await startBand();
    const desk = await startDevice(band.server, band.ana);
    const id = newId();
    await logSilently(band.server, band.ana, 'notification:new', {
      id,
      type: 'cut_created',
      title: 'Unheard',
      message: '',
      link: { projectId: band.projectId },
      isRead: false,
      createdAt: new Date().toISOString(),
    });
    await until(async () => (await notificationsOf(desk)).some((one) => one.id === id));
  });

  it('and conversations are read again after a restored backup', async () => {
    const band = await startBand();
    await comment(band, 'Lost with the backup');
    const desk = await startDevice(band.server, band.ana);
    await until(async () => (await unreadOf(desk)) > 0);
    await band.server.stop();
    await band.server.database.run('delete from notification');
    await band.server.database.run("update meta set value = 'another life' where key = 'epoch'");
    await band.server.restart();
    await until(async () => (await notificationsOf(desk)).length === 0);
    expect(desk.pushed.some(({ name }) => name === 'messages.replaced')).toBe(true);
  });
});

async function chat(config: Partial<ServerConfig> = {}) {
  const band = await startBand(config);
  const [anas, bens] = [await startDevice(band.server, band.ana), await startDevice(band.server, band.ben)];
  const conversation = await dataOf(anas.handlers['chat.open']({ userId: band.ben.account.id }));
  const say = (runtime: TestRuntime, text: string) =>
    run(runtime, 'message.send', { id: newId(), conversationId: conversation.id, text });
  return { ...band, anas, bens, conversationId: conversation.id, say };
}

describe('chat', () => {
  it('goes both ways, with unread counts and read marks', async () => {
    const { anas, bens, ben, conversationId, say } = await chat();
    await say(anas, 'Are you there?');
    await say(anas, 'Hello?');
    // Ben's device has never heard of this conversation.
    const [bens1] = await until(async () => {
      const list = await conversationsOf(bens);
      return list[0]?.unreadCount === 2 && list;
    });
    expect(bens1).toMatchObject({ id: conversationId, lastMessage: { text: 'Hello?' }, canSend: true });
    const { messages, hasEarlier } = await messagesOf(bens, conversationId);
    expect([messages.map(({ text }) => text), hasEarlier]).toEqual([['Are you there?', 'Hello?'], false]);

    await dataOf(bens.handlers['chat.read']({ conversationId, upTo: messages.at(-1)?.id ?? '' }));
    expect((await conversationsOf(bens))[0]?.unreadCount).toBe(0);
    await until(() =>
      anas.last('conversations.changed')?.[0]?.readBy.some(({ userId }) => userId === ben.account.id),
    );
    await say(bens, 'Here');
    await until(async () => (await conversationsOf(anas))[0]?.unreadCount === 1);
    expect((await messagesOf(anas, conversationId)).messages.at(-1)?.text).toBe('Here');
  });

  it('opens the same conversation again, also offline, and finds no new one there', async () => {
    const { anas, bens, ana, ben, server, conversationId } = await chat();
    await server.stop();
    await until(() => kindOf(anas) === 'offline' && kindOf(bens) === 'offline');
    const again = await dataOf(anas.handlers['chat.open']({ userId: ben.account.id }));
    expect(again.id).toBe(conversationId);
    const first = await bens.handlers['chat.open']({ userId: ana.account.id });
    expect(first).toMatchObject({ ok: false, kind: 'offline' });
  });

  it('is read offline as far as it is held, and shows that there is more', async () => {
    const { server, anas, bens, conversationId, say } = await chat();
    for (const text of ['1', '2', '3', '4', '5']) await say(anas, text);
    await until(async () => (await conversationsOf(bens))[0]?.unreadCount === 5);
    // Ben's device heard them all, but can't know that there was nothing before: it asks once.
    const page = await messagesOf(bens, conversationId, 2);
    expect([page.messages.map(({ text }) => text), page.hasEarlier]).toEqual([['4', '5'], true]);
    const before = await messagesOf(bens, conversationId, 2, page.messages[0]?.id);
    expect(before.messages.map(({ text }) => text)).toEqual(['2', '3']);
    await server.stop();
    await until(() => kindOf(bens) === 'offline');
    const rest = await messagesOf(bens, conversationId, 2, before.messages[0]?.id);
    expect([rest.messages.map(({ text }) => text), rest.hasEarlier]).toEqual([['1'], true]);
    const nothing = await bens.handlers['chat.messages']({
      ...{ conversationId, limit: 2 },
      before: rest.messages[0]?.id,
    });
    expect(nothing).toMatchObject({ ok: false, kind: 'offline' });
  });

  it('written offline is sent when the server is back; read marks on one device reach the other', async () => {
    const { server, ben, anas, bens, conversationId, say } = await chat();
    const bensLaptop = await startDevice(server, ben);
    await say(anas, 'One');
    await until(async () => (await conversationsOf(bens))[0]?.unreadCount === 1);
    await until(async () => (await conversationsOf(bensLaptop))[0]?.unreadCount === 1);
    await server.stop();
    await until(() => kindOf(bens) === 'offline');
    const upTo = (await conversationsOf(bens))[0]?.lastMessage?.id ?? '';
    await dataOf(bens.handlers['chat.read']({ conversationId, upTo }));
    expect(bens.last('conversations.changed')?.[0]?.unreadCount).toBe(0);
    expect(await say(bens, 'From the train')).toMatchObject({ state: 'queued' });
    await server.restart();
    await until(async () => (await conversationsOf(anas))[0]?.lastMessage?.text === 'From the train');
    await until(async () => (await conversationsOf(bensLaptop))[0]?.unreadCount === 0);
  });

  it('refuses new messages on both sides once no project is shared', async () => {
    const { ana, ben, anas, bens, projectId, say } = await chat();
    await dataOf(anas.handlers['projects.enter']({ id: projectId }));
    await say(anas, 'Goodbye');
    await until(async () => (await conversationsOf(bens))[0]?.canSend);
    await until(() => anas.account()?.cache.readProject(projectId));
    await ana.command('member.remove', { projectId, userId: ben.account.id });
    for (const runtime of [anas, bens]) {
      await until(async () => (await conversationsOf(runtime))[0]?.canSend === false);
    }
    expect((await conversationsOf(bens))[0]).toMatchObject({
      unreadCount: 1,
      lastMessage: { text: 'Goodbye' },
    });
  });

  it('shows typing and presence while connected, also after a client was killed', async () => {
    const { ana, ben, anas, bens, conversationId, server } = await chat({ presenceGraceMilliseconds: 300 });
    const isHere = async (runtime: TestRuntime, user: TestUser) =>
      (await dataOf(runtime.handlers['presence.list'](null))).find(({ userId }) => userId === user.account.id)
        ?.isOnline;
    await until(() => isHere(anas, ben));
    await until(() => isHere(bens, ana));
    await dataOf(bens.handlers['chat.typing']({ conversationId, isTyping: true }));
    const typing = await until(() =>
      anas.pushed.find((message) => message.name === 'realtime.event' && message.data.name === 'chat:typing'),
    );
    expect(typing.data).toEqual({
      name: 'chat:typing',
      payload: { conversationId, userId: ben.account.id, isTyping: true },
    });

    const wire = await openWire(server.url);
    await bens.stop();
    const again = await startRuntime();
    await dataOf(
      again.handlers['session.signIn']({ serverUrl: wire.url, email: ben.email, password: ben.password }),
    );
    await until(() => isHere(anas, ben));
    wire.end();
    await until(async () => (await isHere(anas, ben)) === false);
    expect(anas.last('presence.changed')).toMatchObject([{ userId: ben.account.id, isOnline: false }]);
  });
});

describe('a server that is older than this app', () => {
  it('works as far as it goes: without comments, news, chat and presence', async () => {
    const { server, ana, ben, cutId, projectId } = await startBand();
    await ben.command('comment.create', { id: newId(), cutId, text: 'Unreadable', timestamp: 1 });
    const wire = await openWire(server.url, {
      hasNo: /^GET \/api\/(notifications|chat|presence|cuts\/[^/]+\/comments)/,
    });
    const runtime = await startDevice(wire, ana);
    await dataOf(runtime.handlers['projects.enter']({ id: projectId }));
    await until(() => runtime.account()?.cache.readProject(projectId));
    await ben.command('vibe.create', { id: newId(), projectId, name: 'Still live' });
    await until(() => runtime.account()?.cache.readProject(projectId)?.vibes.length === 2);
    expect(kindOf(runtime)).toBe('online');
    expect(await notificationsOf(runtime)).toEqual([]);
    expect(await conversationsOf(runtime)).toEqual([]);
    // Bandmates known from the cached projects; none of them is shown as online or offline.
    const bandmates = await dataOf(runtime.handlers['presence.list'](null));
    expect(bandmates).toEqual([{ userId: ben.account.id, name: 'Ben', avatarUrl: null, isOnline: null }]);
    expect(await runtime.handlers['comments.list']({ cutId })).toMatchObject({ kind: 'not-found' });
  });
});
