import { describe, expect, it } from 'vitest';
import { createProvisionalChat } from '../../../client/account/provisional-chat.ts';
import { createMemoryCache } from '../../../client/cache/create-memory-cache.ts';
import { systemEnvironment } from '../../../common/environment.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Conversation } from '../../../protocol/wire/chat.ts';

const ana = { id: 'ana', name: 'Ana', avatarUrl: null };
const ben = { id: 'ben', name: 'Ben', avatarUrl: null };
const at = '2026-01-01T00:00:00.000Z';

function assemble() {
  const cache = createMemoryCache('me');
  const project = { id: 'p', name: 'P', description: null, imageUrl: null, createdAt: at, memberCount: 2 };
  const members = [{ projectId: 'p', user: ben, role: 'MEMBER', joinedAt: at } as const];
  cache.replaceProjects([{ ...project, role: 'ADMIN' }]);
  cache.replaceProject({ ...project, role: 'ADMIN', vibes: [], members, epoch: 'e', seq: 1 });
  const pending: PendingOperation[] = [];
  const chat = createProvisionalChat({ ...systemEnvironment, cache, me: ana, pending: () => pending });
  const write = (conversationId: string, createdAt = 1) => {
    const payload = chat.addressed({ id: `m${pending.length}`, conversationId, text: 'Hi' });
    const operation = { operationId: `o${pending.length}`, kind: 'message.send', payload, projectId: null };
    pending.push({ ...operation, createdAt, state: { kind: 'queued' } });
  };
  const hold = (id: string) => {
    const conversation: Conversation = {
      ...{ id, unreadCount: 0, lastMessage: null, readBy: [], canSend: true, createdAt: at, seq: 1 },
      participants: [ana, ben],
    };
    cache.inbox.saveConversation(conversation);
  };
  return { chat, pending, write, hold };
}

describe('a conversation started offline', () => {
  it('is listed once it has a message, which names its recipient', () => {
    const { chat, pending, write } = assemble();
    const begun = chat.open('ben');
    expect(chat.list()).toEqual([]);
    write(begun?.id ?? '');
    expect(pending[0]?.payload).toMatchObject({ userId: 'ben', conversationId: begun?.id });
    expect(chat.list()).toEqual([begun]);
    expect(chat.open('nobody')).toBeNull();
  });

  it('is replaced by the cached one, whatever its id, with its pending messages', () => {
    const { chat, pending, write, hold } = assemble();
    const begun = chat.open('ben');
    write(begun?.id ?? '');
    hold('of the server');
    expect(chat.list()).toEqual([]);
    expect(pending.map(chat.placed)).toMatchObject([
      { operationId: 'o0', payload: { conversationId: 'of the server' } },
    ]);
    expect(chat.has('of the server')).toBe(false);
  });

  it('is no longer provisional once it is cached under its own id', () => {
    const { chat, write, hold } = assemble();
    const id = chat.open('ben')?.id ?? '';
    write(id);
    expect(chat.has(id)).toBe(true);
    hold(id);
    expect(chat.has(id)).toBe(false);
    expect(chat.list()).toEqual([]);
  });

  it('stays between the answer to its message and the next read', () => {
    const { chat, pending, write, hold } = assemble();
    const begun = chat.open('ben');
    write(begun?.id ?? '');
    chat.sent(pending[0]?.payload as never);
    pending.length = 0;
    expect(chat.list()).toEqual([begun]);
    hold('x');
    expect(chat.list()).toEqual([]);
  });

  it('is restored from pending messages after a restart', () => {
    const { write, chat, pending } = assemble();
    write(chat.open('ben')?.id ?? '', Date.parse(at));
    const later = assemble();
    later.pending.push(...pending);
    expect(later.chat.list()).toMatchObject([{ id: chat.open('ben')?.id, createdAt: at }]);
    expect(later.chat.list()[0]?.participants).toEqual([ana, ben]);
  });

  it('leaves messages to known conversations alone', () => {
    const { chat } = assemble();
    const message = { id: 'm', conversationId: 'c', text: 'Hi' };
    expect(chat.addressed(message)).toBe(message);
  });
});
