import { expect, it } from 'vitest';
import type { ServerRequest } from '../../../client/session/server-client.ts';
import { newId } from '../../../common/new-id.ts';
import { noAttention } from '../../../protocol/state/attention.ts';
import type { Conversation } from '../../../protocol/wire/chat.ts';
import type { Project } from '../../../protocol/wire/project.ts';
import { userTopic } from '../../../protocol/wire/topic.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import { protocolVersion } from '../../../protocol/wire/version.ts';
import { startClientAccount } from '../../helpers/client-account.ts';

const createdAt = '2026-11-01T20:00:00.000Z';

/**
 * A client that has read everything: one project, and one conversation with Ben. `hold(path)` delays the next answer for
 * that path, with the server's data at the time of the request, until the returned function is called.
 */
async function assemble() {
  const server = { projects: [] as Project[], conversations: [] as Conversation[], seq: 1 };
  const held = new Map<string, Promise<void>>();
  const answer = ({ path }: ServerRequest<unknown>): unknown => {
    if (path === '/api/sync/heads') return { epoch: 'e', heads: { [topic]: server.seq } };
    if (path === '/api/projects') return server.projects;
    if (path === '/api/chat/conversations') return server.conversations;
    if (path.startsWith('/api/chat/conversations/')) return server.conversations[0];
    if (path.startsWith('/api/notifications')) return [];
    if (path === '/api/attention') return noAttention;
    return path === 'hello' ? { ok: true, epoch: 'e', protocolVersion } : undefined;
  };
  const answering = (request: ServerRequest<unknown>) => {
    const then = structuredClone(answer(request));
    const release = held.get(request.path);
    held.delete(request.path);
    return release ? release.then(() => then) : then;
  };
  const started = startClientAccount(answering);
  const { me, settled, open, hear } = started;
  const topic = userTopic(me.id);
  const ben: Person = { id: newId(), name: 'Ben', avatarUrl: null };
  const albumId = newId();
  server.projects = [
    {
      id: albumId,
      name: 'Album',
      description: null,
      imageUrl: null,
      createdAt,
      role: 'ADMIN',
      memberCount: 1,
    },
  ];
  const conversation: Conversation = {
    id: newId(),
    participants: [{ id: me.id, name: me.name, avatarUrl: null }, ben],
    ...{ unreadCount: 0, lastMessage: null, readBy: [], canSend: true, createdAt, seq: 1 },
  };
  server.conversations = [conversation];
  open();
  await settled();
  expect(started.cache.listProjects().map(({ name }) => name)).toEqual(['Album']);
  expect(started.cache.inbox.listConversations()).toEqual([conversation]);
  return {
    ...started,
    ...{ server, albumId, conversation, restart: () => startClientAccount(answering, started) },
    hold(path: string): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(path, promise);
      return resolve;
    },
    /** Ben writes: the server counts it, and the client receives the event. */
    benWrites() {
      server.seq += 1;
      const message = {
        id: newId(),
        conversationId: conversation.id,
        sender: ben,
        text: 'Louder',
        createdAt,
      };
      server.conversations = [{ ...conversation, unreadCount: 1, lastMessage: message, seq: server.seq }];
      hear('chat:message', message, { topic, seq: server.seq });
    },
    leaveAlbum() {
      server.seq += 1;
      server.projects = [];
      hear('project:left', { projectId: albumId }, { topic, seq: server.seq });
    },
  };
}

it('does not store a list of projects that was requested before an event', async () => {
  const { account, cache, hold, leaveAlbum, settled } = await assemble();
  const release = hold('/api/projects');
  const asked = account.projectList.refresh();
  leaveAlbum();
  await settled();
  expect(cache.listProjects()).toEqual([]);
  release();
  expect(await asked).toEqual({ ok: true, data: [] });
  expect(cache.listProjects()).toEqual([]);
});

it('does not store a list of conversations that was requested before a message', async () => {
  const { account, cache, hold, benWrites, settled } = await assemble();
  const release = hold('/api/chat/conversations');
  const asked = account.inboxReader.refreshConversations();
  benWrites();
  await settled();
  release();
  expect(await asked).toBe(false);
  expect(cache.inbox.listConversations()).toMatchObject([
    { unreadCount: 1, lastMessage: { text: 'Louder' } },
  ]);
  expect(await account.inboxReader.refreshConversations()).toBe(true);
});

it('does not store a conversation that a command returned before a message', async () => {
  const { account, cache, benWrites, conversation } = await assemble();
  benWrites();
  expect(account.inboxReader.storeAnswered(conversation)).toBe(false);
  expect(cache.inbox.listConversations()).toMatchObject([{ unreadCount: 1 }]);
});

it('requests the list of conversations again if a command has returned one meanwhile', async () => {
  const { account, cache, server, hold, conversation, settled } = await assemble();
  const release = hold('/api/chat/conversations');
  const asked = account.inboxReader.readAll(new AbortController().signal);
  await settled();
  const opened: Conversation = { ...conversation, id: newId() };
  server.conversations = [opened, conversation];
  expect(account.inboxReader.storeAnswered(opened)).toBe(true);
  release();
  expect(await asked).toMatchObject({ ok: true });
  expect(cache.inbox.listConversations()).toHaveLength(2);
});

it('reads conversations at each start, because no event repeats read positions lost in a power cut', async () => {
  const { server, conversation, restart, settled } = await assemble();
  server.conversations = [{ ...conversation, unreadCount: 3 }];
  const { cache, open } = restart();
  open();
  await settled();
  expect(cache.inbox.listConversations()).toMatchObject([{ unreadCount: 3 }]);
});
