import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyNotificationEvent } from '../../../protocol/state/notification-list.ts';
import type { NamedEvent } from '../../../protocol/wire/event.ts';
import type { Notification } from '../../../protocol/wire/notification.ts';

const notification = (id: string, link: Partial<Notification['link']> = {}): Notification => ({
  id,
  type: 'comment_added',
  title: id,
  message: id,
  link: { projectId: 'p', ...link },
  isRead: false,
  createdAt: '2026-03-01T10:00:00.000Z',
});
const told = (payload: Notification): NamedEvent => ({ name: 'notification:new', payload });
const listOf = (...events: NamedEvent[]) =>
  events.reduce(applyNotificationEvent, [] as readonly Notification[]);
const shape = (list: readonly Notification[]) => list.map(({ id, isRead }) => (isRead ? id : `${id}*`));

describe('applyNotificationEvent', () => {
  it('keeps the newest first', () => {
    expect(shape(listOf(told(notification('1')), told(notification('3')), told(notification('2'))))).toEqual([
      '3*',
      '2*',
      '1*',
    ]);
  });

  it('marks one as read, or all up to one: what comes later stays unread', () => {
    const three = ['1', '2', '3'].map((id) => told(notification(id)));
    const one: NamedEvent = { name: 'notification:read', payload: { notificationId: '2' } };
    expect(shape(listOf(...three, one))).toEqual(['3*', '2', '1*']);
    const all: NamedEvent = { name: 'notifications:read', payload: { upTo: '2' } };
    expect(shape(listOf(...three, all))).toEqual(['3*', '2', '1']);
  });

  it('takes back those about what is gone, and those of a project that was left', () => {
    const list = [
      told(notification('cut', { cutId: 'c' })),
      told(notification('file', { cutId: 'c', fileId: 'f' })),
      told(notification('comment', { cutId: 'c', commentId: 'm' })),
      told(notification('reply', { cutId: 'c', commentId: 'm', replyId: 'r' })),
      told(notification('other', { projectId: 'q', cutId: 'd' })),
    ];
    const left = (about: 'cut' | 'file' | 'comment' | 'reply', id: string) =>
      listOf(...list, { name: 'notifications:withdrawn', payload: { about, id } })
        .map((one) => one.id)
        .sort();
    expect(left('reply', 'r')).toEqual(['comment', 'cut', 'file', 'other']);
    expect(left('comment', 'm')).toEqual(['cut', 'file', 'other']);
    expect(left('file', 'f')).toEqual(['comment', 'cut', 'other', 'reply']);
    expect(left('cut', 'c')).toEqual(['other']);
    expect(listOf(...list, { name: 'project:left', payload: { projectId: 'p' } })).toEqual([
      notification('other', { projectId: 'q', cutId: 'd' }),
    ]);
  });

  const someId = fc.constantFrom('1', '2', '3', '4');
  const someEvent: fc.Arbitrary<NamedEvent> = fc.oneof(
    fc.tuple(someId, fc.constantFrom('c', 'd')).map(([id, cutId]) => told(notification(id, { cutId }))),
    someId.map((notificationId): NamedEvent => ({ name: 'notification:read', payload: { notificationId } })),
    someId.map((upTo): NamedEvent => ({ name: 'notifications:read', payload: { upTo } })),
    fc
      .constantFrom('c', 'd')
      .map((id): NamedEvent => ({ name: 'notifications:withdrawn', payload: { about: 'cut', id } })),
    fc.constant<NamedEvent>({ name: 'project:left', payload: { projectId: 'p' } }),
    fc.constant<NamedEvent>({ name: 'project:joined', payload: { projectId: 'p' } }),
  );

  it('is total, idempotent, keeps its input and returns the same list where nothing changes', () => {
    fc.assert(
      fc.property(fc.array(someEvent, { maxLength: 40 }), (events) => {
        let list: readonly Notification[] = [];
        for (const event of events) {
          const before = structuredClone(list);
          const next = applyNotificationEvent(list, event);
          expect(list).toEqual(before);
          if (next !== list) expect(next).not.toEqual(before);
          expect(applyNotificationEvent(next, event)).toBe(next);
          expect(next.map(({ id }) => id)).toEqual(
            next
              .map(({ id }) => id)
              .toSorted()
              .toReversed(),
          );
          list = next;
        }
      }),
    );
  });
});
