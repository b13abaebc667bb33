import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contains,
  overlayConversationMarks,
  overlayNotificationMarks,
  type ReadMark,
} from '../../../client/outbox/read-marks.ts';
import type { Conversation, Message } from '../../../protocol/wire/chat.ts';
import type { Notification } from '../../../protocol/wire/notification.ts';

const at = '2026-01-01T00:00:00.000Z';
const ana = { id: 'ana', name: 'Ana', avatarUrl: null };
const ben = { id: 'ben', name: 'Ben', avatarUrl: null };

const notification = (id: string, isRead = false): Notification => ({
  ...{ id, isRead, createdAt: at, title: '', message: '' },
  type: 'cut_created',
  link: { projectId: 'p' },
});
/** Newest first. */
const list = ['5', '4', '3', '2', '1'].map((id) => notification(id));
const unread = (notifications: readonly Notification[]) =>
  notifications.filter(({ isRead }) => !isRead).map(({ id }) => id);

const read = (id: string): ReadMark => ({ kind: 'notification.read', payload: { id } });
const readAll = (upTo?: string): ReadMark => ({
  kind: 'notification.readAll',
  payload: upTo === undefined ? {} : { upTo },
});
const seen = (conversationId: string, upTo?: string): ReadMark => ({
  kind: 'conversation.read',
  payload: { conversationId, ...(upTo !== undefined && { upTo }) },
});

const ids = fc.constantFrom('1', '2', '3', '4', '5', '6');
const marks = fc.oneof(
  ids.map(read),
  fc.option(ids, { nil: undefined }).map(readAll),
  fc.tuple(fc.constantFrom('c', 'd'), ids).map(([conversation, upTo]) => seen(conversation, upTo)),
);

describe('read marks applied to notifications', () => {
  it('mark one, up to one, or all as read', () => {
    expect(unread(overlayNotificationMarks(list, [read('3'), readAll('2')]))).toEqual(['5', '4']);
    expect(unread(overlayNotificationMarks(list, [readAll()]))).toEqual([]);
    expect(overlayNotificationMarks(list, [seen('c'), read('ghost')])).toBe(list);
    expect(overlayNotificationMarks([], [readAll()])).toEqual([]);
  });

  it('make no difference if a later mark contains them', () => {
    fc.assert(
      fc.property(marks, marks, (earlier, later) => {
        if (!contains(later, earlier)) return;
        expect(overlayNotificationMarks(list, [earlier, later])).toEqual(
          overlayNotificationMarks(list, [later]),
        );
      }),
    );
  });
});

const message = (id: string, sender = ben): Message => ({
  ...{ id, sender, conversationId: 'c', text: id, createdAt: at },
});
const conversation: Conversation = {
  id: 'c',
  participants: [ana, ben],
  unreadCount: 2,
  lastMessage: message('m4'),
  readBy: [],
  canSend: true,
  createdAt: at,
  seq: 1,
};
const held = [message('m1'), message('m2'), message('m3', ana), message('m4')];
const countWith = (...some: ReadMark[]) =>
  overlayConversationMarks([conversation], some, 'ana', () => held)[0]?.unreadCount;

describe('read marks applied to conversations', () => {
  it.each([
    [[seen('c', 'm4')], 0],
    [[seen('c')], 0],
    [[seen('c', 'm2')], 1],
    [[seen('c', 'unknown')], 2],
    [[seen('other', 'm4')], 2],
    [[readAll('9')], 2],
    [[], 2],
  ])('%j leave %i unread', (some, count) => expect(countWith(...some)).toBe(count));

  it('never count more than the server did', () => {
    const one = { ...conversation, unreadCount: 1 };
    expect(overlayConversationMarks([one], [seen('c', 'm1')], 'ana', () => held)[0]?.unreadCount).toBe(1);
  });
});
