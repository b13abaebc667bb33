import type { Conversation, Message } from '../../../protocol/wire/chat.ts';
import { formatDayHeading } from '../../text/format.ts';
import { type Delivery, deliveryOf } from './delivery.ts';

/** A message as shown. `delivery` is null for messages from the other person. */
export type ShownMessage = Message & { delivery: Delivery | null };

/** The part of a message by which it is grouped. */
type Grouped = Pick<Message, 'id' | 'createdAt'> & { sender: { id: string } };

export type MessageRow<Shown> =
  | { kind: 'day'; key: string; day: string }
  | { kind: 'unread'; key: string }
  /** `isFirst`: starts a group of messages that one person wrote within a few minutes. */
  | { kind: 'message'; key: string; message: Shown; isFirst: boolean };

/** The longest pause between two messages of one group. */
const groupMilliseconds = 5 * 60_000;

/** The server's messages, then pending ones. A message that is in both is no longer pending. */
export function shownMessages(
  messages: readonly Message[],
  pending: readonly ShownMessage[],
  conversation: Conversation | null,
  userId: string,
): ShownMessage[] {
  const ids = new Set(messages.map(({ id }) => id));
  return [
    ...messages.map((message) => ({
      ...message,
      delivery: conversation && message.sender.id === userId ? deliveryOf(message, conversation) : null,
    })),
    ...pending.filter(({ id }) => !ids.has(id)),
  ];
}

/** Oldest first, under day headings and in groups by sender, with a divider before the first unread message. */
export function messageRows<Shown extends Grouped>(
  messages: readonly Shown[],
  firstUnreadId: string | null,
  now: number,
): MessageRow<Shown>[] {
  const rows: MessageRow<Shown>[] = [];
  const days = new Set<string>();
  let last: Shown | null = null;
  let lastDay = '';
  for (const message of messages) {
    const at = Date.parse(message.createdAt);
    const day = formatDayHeading(at, now);
    if (day !== lastDay) {
      // A message pending since yesterday comes after today's, so a day may repeat; its key may not.
      const key = days.has(day) ? `day ${day} ${message.id}` : `day ${day}`;
      rows.push({ kind: 'day', key, day });
      days.add(day);
    }
    if (message.id === firstUnreadId) rows.push({ kind: 'unread', key: 'unread' });
    const isFirst =
      last?.sender.id !== message.sender.id ||
      day !== lastDay ||
      message.id === firstUnreadId ||
      at - Date.parse(last.createdAt) > groupMilliseconds;
    rows.push({ kind: 'message', key: message.id, message, isFirst });
    last = message;
    lastDay = day;
  }
  return rows;
}
