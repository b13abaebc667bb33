import type { Conversation, Message } from '../../../protocol/wire/chat.ts';
import { formatDayHeading } from '../../text/format.ts';
import { type Delivery, deliveryOf } from './delivery.ts';

/** A message as it is drawn. `delivery` is null for those of the other one. */
export type ShownMessage = Message & { delivery: Delivery | null };

export type MessageRow =
  | { kind: 'day'; key: string; day: string }
  | { kind: 'unread'; key: string }
  /** `isFirst` of those that one person wrote in one go: it says who and when. */
  | { kind: 'message'; key: string; message: ShownMessage; isFirst: boolean };

/** Longer than a breath between two messages that belong together. */
const groupMilliseconds = 5 * 60_000;

/** What the server has, then what waits here to be sent; one that is in both is no longer waiting. */
export function shownMessages(
  messages: readonly Message[],
  waiting: readonly ShownMessage[],
  conversation: Conversation | null,
  userId: string,
): ShownMessage[] {
  const ids = new Set(messages.map(({ id }) => id));
  return [
    ...messages.map((message) => ({
      ...message,
      delivery: conversation && message.sender.id === userId ? deliveryOf(message, conversation) : null,
    })),
    ...waiting.filter(({ id }) => !ids.has(id)),
  ];
}

/** Oldest first, under the day they were written on, by who wrote in one go; the divider before the first unread. */
export function messageRows(
  messages: readonly ShownMessage[],
  firstUnreadId: string | null,
  now: number,
): MessageRow[] {
  const rows: MessageRow[] = [];
  const days = new Set<string>();
  let last: ShownMessage | null = null;
  let lastDay = '';
  for (const message of messages) {
    const at = Date.parse(message.createdAt);
    const day = formatDayHeading(at, now);
    if (day !== lastDay) {
      // What waits since yesterday stands below what came today: a day may come twice, its key may not.
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
