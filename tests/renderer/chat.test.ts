import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import type { Conversation, Message } from '../../protocol/wire/chat.ts';
import { contacts, presenceWords } from '../../renderer/features/chat/bandmate-list.ts';
import { deliveryOf } from '../../renderer/features/chat/delivery.ts';
import { createDrafts } from '../../renderer/features/chat/drafts.ts';
import { messageRows, type ShownMessage, shownMessages } from '../../renderer/features/chat/message-rows.ts';
import { waitingMessages } from '../../renderer/features/chat/pending-chat.ts';
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

describe('messages as rows', () => {
  it('stand under their day, by who wrote in one go', () => {
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

  it('begin anew after midnight, however near', () => {
    const midnight = 12 * 60;
    const messages = [message('m1', ben, -midnight - 1), message('m2', ben, -midnight + 1)];
    expect(words(messageRows(shown(messages), null, noon))).toEqual([
      'day Yesterday',
      '> m1',
      'day Today',
      '> m2',
    ]);
  });

  it('have the divider before the first unread, which begins a group of its own', () => {
    const rows = messageRows(shown([message('m1', ben, 0), message('m2', ben, 1)]), 'm2', noon);
    expect(words(rows)).toEqual(['day Today', '> m1', 'unread', '> m2']);
  });

  it('hold every message once and each key once', () => {
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

describe('how far a message has come', () => {
  const readByBen = conversation({ readBy: [{ userId: ben.id, messageId: 'm2', upTo: at(2) }] });

  it('is read up to where the other one has read', () => {
    expect(deliveryOf(message('m2', ana, 2), readByBen)).toEqual({ kind: 'read' });
    expect(deliveryOf(message('m3', ana, 3), readByBen)).toEqual({ kind: 'delivered' });
  });

  it('is not read because its writer has read on', () => {
    const readByMe = conversation({ readBy: [{ userId: ana.id, messageId: 'm9', upTo: at(9) }] });
    expect(deliveryOf(message('m1', ana, 1), readByMe)).toEqual({ kind: 'delivered' });
  });

  it('says nothing of messages of the other one', () => {
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

describe('what waits', () => {
  const send = (id: string, conversationId = 'c1') => ({ id, conversationId, text: 'on the train' });

  it('stands after what the server has, with its state', () => {
    const operations = [
      operation('message.send', send('w1'), { kind: 'queued' }),
      operation('message.send', send('w2', 'c2'), { kind: 'queued' }),
      operation('message.send', send('w3'), { kind: 'refused', errorKind: 'forbidden', message: 'No.' }),
    ];
    const waiting = waitingMessages(operations, 'c1', ana);
    const all = shownMessages([message('m1', ben, 0)], waiting, conversation(), ana.id);
    expect(all.map(({ id, delivery }) => [id, delivery?.kind])).toEqual([
      ['m1', undefined],
      ['w1', 'queued'],
      ['w3', 'refused'],
    ]);
  });

  it('is not shown twice once the server has it', () => {
    const waiting = waitingMessages([operation('message.send', send('m1'), { kind: 'sending' })], 'c1', ana);
    expect(shownMessages([message('m1', ana, 0)], waiting, conversation(), ana.id)).toHaveLength(1);
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

  it('stands before the first message of the other one that is new at opening', () => {
    const divider = dividerAtOpening(conversation({ unreadCount: 2, readBy: readOne }), ana.id);
    expect(firstUnread(divider, messages, ana.id)).toBe('m3');
  });

  it('stands before all when nothing was ever read', () => {
    expect(firstUnread(dividerAtOpening(conversation({ unreadCount: 3 }), ana.id), messages, ana.id)).toBe(
      'm1',
    );
  });

  it('is not there when all was read', () => {
    expect(
      firstUnread(dividerAtOpening(conversation({ readBy: readOne }), ana.id), messages, ana.id),
    ).toBeNull();
  });

  it('comes for what arrives while nobody looks, and not for what is looked at', () => {
    const before = conversation({ readBy: readOne });
    const after = conversation({ readBy: readOne, unreadCount: 1 });
    expect(dividerAfter(null, before, after, ana.id, true)).toBeNull();
    expect(dividerAfter(null, before, after, ana.id, false)).toEqual({ upTo: at(1) });
  });

  it('stays where it is while more arrives, and when it is read', () => {
    const divider = { upTo: at(1) };
    const one = conversation({ unreadCount: 1, readBy: readOne });
    expect(dividerAfter(divider, one, { ...one, unreadCount: 2 }, ana.id, false)).toBe(divider);
    const readAll = conversation({ readBy: [{ userId: ana.id, messageId: 'm4', upTo: at(4) }] });
    expect(dividerAfter(divider, one, readAll, ana.id, true)).toBe(divider);
    expect(readUpTo(readAll, ana.id)).toBe(at(4));
  });
});

describe('whom to write to', () => {
  const here = [
    { userId: 'cy', name: 'Cy', avatarUrl: null, isOnline: false },
    { userId: 'ben', name: 'Ben', avatarUrl: null, isOnline: true },
    { userId: 'eve', name: 'Eve', avatarUrl: null, isOnline: null },
  ];

  it('is everyone in a project, and everyone who ever wrote', () => {
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

  it('is called offline by the server alone, never because oneself is', () => {
    expect(presenceWords('offline', true)).toBe('offline');
    expect(presenceWords('unknown', true)).toBe('not known if they are online');
    expect(presenceWords('unknown', false)).toBe('can’t be seen while you are offline');
  });
});

describe('drafts', () => {
  it('are kept for each person and account', () => {
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
