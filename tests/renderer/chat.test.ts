import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import type { Conversation, Message } from '../../protocol/wire/chat.ts';
import { contacts, presenceText } from '../../renderer/features/chat/contacts.ts';
import { deliveryOf } from '../../renderer/features/chat/delivery.ts';
import { createDrafts } from '../../renderer/features/chat/drafts.ts';
import { messageRows, type ShownMessage, shownMessages } from '../../renderer/features/chat/message-rows.ts';
import { pendingMessages } from '../../renderer/features/chat/pending-messages.ts';
import {
  dividerAfter,
  dividerAtOpening,
  firstUnread,
  readUpTo,
} from '../../renderer/features/chat/unread-divider.ts';
import { ana, ben, person } from '../fixtures/renderer/page/sample.ts';

const noon = new Date(2026, 2, 4, 12).getTime();
const at = (minutes: number) => new Date(noon + minutes * 60_000).toISOString();

function message(id: string, sender: { id: string }, minutes: number, text = id): Message {
  const { id: senderId } = sender;
  const name = senderId === ana.id ? ana.name : 'Ben';
  return {
    id,
    conversationId: 'c1',
    sender: { id: senderId, name, avatarUrl: null },
    text,
    createdAt: at(minutes),
  };
}

function conversation(more: Partial<Conversation> = {}): Conversation {
  return {
    id: 'c1',
    participants: [person(ana), ben],
    unreadCount: 0,
    lastMessage: null,
    readBy: [],
    canSend: true,
    createdAt: at(-1000),
    seq: 1,
    ...more,
  };
}

function operation(kind: string, payload: unknown, state: PendingOperation['state']): PendingOperation {
  return { operationId: `o-${kind}`, kind, payload, projectId: null, createdAt: noon, state };
}

const shown = (messages: Message[]): ShownMessage[] => shownMessages(messages, [], conversation(), ana.id);
const words = (rows: ReturnType<typeof messageRows>) =>
  rows.map((row) => (row.kind === 'message' ? `${row.isFirst ? '> ' : ''}${row.message.id}` : row.key));

describe('messageRows', () => {
  it('are grouped by day and sender', () => {
    const messages = [
      message('m1', ben, -24 * 60),
      message('m2', ben, 0),
      message('m3', ben, 4),
      message('m4', ana, 5),
      message('m5', ana, 11),
    ];
    expect(words(messageRows(shown(messages), null, noon))).toEqual([
      'day Yesterday',
      '> m1',
      'day Today',
      '> m2',
      'm3',
      '> m4',
      '> m5',
    ]);
  });

  it('start a new group after midnight, however soon', () => {
    const midnight = 12 * 60;
    const messages = [message('m1', ben, -midnight - 1), message('m2', ben, -midnight + 1)];
    expect(words(messageRows(shown(messages), null, noon))).toEqual([
      'day Yesterday',
      '> m1',
      'day Today',
      '> m2',
    ]);
  });

  it('have the divider before the first unread message, which starts a group', () => {
    const rows = messageRows(shown([message('m1', ben, 0), message('m2', ben, 1)]), 'm2', noon);
    expect(words(rows)).toEqual(['day Today', '> m1', 'unread', '> m2']);
  });

  it('contain every message and every key once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(ana, ben), fc.integer({ min: -24 * 60, max: 24 * 60 })), {
          maxLength: 40,
        }),
        (written) => {
          let minutes = -5 * 24 * 60;
          const messages = written.map(([sender, later], index) => {
            minutes += later;
            return message(`m${index}`, sender, minutes);
          });
          const rows = messageRows(shown(messages), null, noon);
          expect(rows.flatMap((row) => (row.kind === 'message' ? [row.message.id] : []))).toEqual(
            messages.map(({ id }) => id),
          );
          expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
        },
      ),
    );
  });
});

describe('delivery state', () => {
  const readByBen = conversation({ readBy: [{ userId: ben.id, messageId: 'm2', upTo: at(2) }] });

  it('is read up to where the other person has read', () => {
    expect(deliveryOf(message('m2', ana, 2), readByBen)).toEqual({ kind: 'read' });
    expect(deliveryOf(message('m3', ana, 3), readByBen)).toEqual({ kind: 'delivered' });
  });

  it('ignores how far the sender has read', () => {
    const readByMe = conversation({ readBy: [{ userId: ana.id, messageId: 'm9', upTo: at(9) }] });
    expect(deliveryOf(message('m1', ana, 1), readByMe)).toEqual({ kind: 'delivered' });
  });

  it('is null for messages from the other person', () => {
    const [theirs, mine] = shownMessages(
      [message('m1', ben, 1), message('m2', ana, 2)],
      [],
      readByBen,
      ana.id,
    );
    expect(theirs?.delivery).toBeNull();
    expect(mine?.delivery).toEqual({ kind: 'read' });
  });
});

describe('pending messages', () => {
  const send = (id: string, conversationId = 'c1') => ({ id, conversationId, text: 'on the train' });

  it('follow the server’s messages, with their state', () => {
    const operations = [
      operation('message.send', send('w1'), { kind: 'queued' }),
      operation('message.send', send('w2', 'c2'), { kind: 'queued' }),
      operation('message.send', send('w3'), { kind: 'refused', errorKind: 'forbidden', message: 'No.' }),
    ];
    const pending = pendingMessages(operations, 'c1', ana);
    const all = shownMessages([message('m1', ben, 0)], pending, conversation(), ana.id);
    expect(all.map(({ id, delivery }) => [id, delivery?.kind])).toEqual([
      ['m1', undefined],
      ['w1', 'queued'],
      ['w3', 'refused'],
    ]);
  });

  it('are not shown twice once the server has them', () => {
    const pending = pendingMessages([operation('message.send', send('m1'), { kind: 'sending' })], 'c1', ana);
    expect(shownMessages([message('m1', ana, 0)], pending, conversation(), ana.id)).toHaveLength(1);
  });
});

describe('the unread divider', () => {
  const readOne = [{ userId: ana.id, messageId: 'm1', upTo: at(1) }];
  const messages = [
    message('m1', ben, 1),
    message('m2', ana, 2),
    message('m3', ben, 3),
    message('m4', ben, 4),
  ];

  it('is before the other person’s first unread message when the chat opens', () => {
    const divider = dividerAtOpening(conversation({ unreadCount: 2, readBy: readOne }), ana.id);
    expect(firstUnread(divider, messages, ana.id)).toBe('m3');
  });

  it('is before all messages when none was ever read', () => {
    expect(firstUnread(dividerAtOpening(conversation({ unreadCount: 3 }), ana.id), messages, ana.id)).toBe(
      'm1',
    );
  });

  it('is absent when everything was read', () => {
    expect(
      firstUnread(dividerAtOpening(conversation({ readBy: readOne }), ana.id), messages, ana.id),
    ).toBeNull();
  });

  it('appears for messages that arrive while the user isn’t looking', () => {
    const before = conversation({ readBy: readOne });
    const after = conversation({ readBy: readOne, unreadCount: 1 });
    expect(dividerAfter(null, before, after, ana.id, true)).toBeNull();
    expect(dividerAfter(null, before, after, ana.id, false)).toEqual({ upTo: at(1) });
  });

  it('stays while more messages arrive, and once they are read', () => {
    const divider = { upTo: at(1) };
    const one = conversation({ unreadCount: 1, readBy: readOne });
    expect(dividerAfter(divider, one, { ...one, unreadCount: 2 }, ana.id, false)).toBe(divider);
    const readAll = conversation({ readBy: [{ userId: ana.id, messageId: 'm4', upTo: at(4) }] });
    expect(dividerAfter(divider, one, readAll, ana.id, true)).toBe(divider);
    expect(readUpTo(readAll, ana.id)).toBe(at(4));
  });
});

describe('contacts', () => {
  const here = [
    { userId: 'cy', name: 'Cy', avatarUrl: null, isOnline: false },
    { userId: 'ben', name: 'Ben', avatarUrl: null, isOnline: true },
    { userId: 'eve', name: 'Eve', avatarUrl: null, isOnline: null },
  ];

  it('are everyone in a shared project, and everyone in a conversation', () => {
    const dee = { id: 'dee', name: 'Dee', avatarUrl: null };
    const list = contacts(
      here,
      [
        conversation({ unreadCount: 2 }),
        conversation({ id: 'c2', participants: [dee, person(ana)], canSend: false }),
      ],
      ana.id,
    );
    expect(list).toEqual([
      { userId: 'ben', name: 'Ben', presence: 'online', unread: 2 },
      { userId: 'cy', name: 'Cy', presence: 'offline', unread: 0 },
      { userId: 'dee', name: 'Dee', presence: 'parted', unread: 0 },
      { userId: 'eve', name: 'Eve', presence: 'unknown', unread: 0 },
    ]);
  });

  it('are offline only when the server says so, never because the user is', () => {
    expect(presenceText('offline', true)).toBe('offline');
    expect(presenceText('unknown', true)).toBe('status unknown');
    expect(presenceText('unknown', false)).toBe('status unknown');
  });
});

describe('drafts', () => {
  it('are kept by person and account', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
    const mine = createDrafts(storage, 'https://band.example ana');
    mine.write('ben', 'so about the\nbridge');
    mine.write('cy', 'x');
    mine.write('cy', '');
    expect(createDrafts(storage, 'https://band.example ana').read('ben')).toBe('so about the\nbridge');
    expect(createDrafts(storage, 'https://band.example ben').read('ben')).toBe('');
    expect(kept.size).toBe(1);
  });
});
