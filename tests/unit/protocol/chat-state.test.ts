import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyChatEvent,
  type ChatEvent,
  type ChatState,
  emptyChat,
  isAboutUnknown,
  isReadBy,
  withConversation,
  withMessages,
} from '../../../protocol/state/chat-state.ts';
import type { Conversation, Message } from '../../../protocol/wire/chat.ts';

const ana = { id: 'ana', name: 'Ana', avatarUrl: null };
const bo = { id: 'bo', name: 'Bo', avatarUrl: null };
const at = (second: number) => new Date(Date.UTC(2026, 2, 1, 10, 0, second)).toISOString();

const conversation = (changes: Partial<Conversation> = {}): Conversation => ({
  id: 'c',
  participants: [ana, bo],
  unreadCount: 0,
  lastMessage: null,
  readBy: [],
  canSend: true,
  createdAt: at(0),
  seq: 0,
  ...changes,
});
const message = (second: number, sender = bo, conversationId = 'c'): Message => ({
  id: `${conversationId}-${second}`,
  conversationId,
  sender,
  text: `at ${second}`,
  createdAt: at(second),
});
const said = (seq: number, payload: Message): ChatEvent => ({ name: 'chat:message', payload, seq });
const read = (seq: number, readBy: string, conversationId = 'c'): ChatEvent => ({
  name: 'chat:read',
  payload: { conversationId, readBy },
  seq,
});
const stateOf = (...events: ChatEvent[]): ChatState =>
  events.reduce(
    (state, event) => applyChatEvent(state, event, ana.id),
    withConversation(emptyChat, conversation()),
  );
const only = ({ conversations: [first] }: ChatState): Conversation => first as Conversation;

describe('applyChatEvent', () => {
  it('counts what the other one wrote and not what one wrote oneself', () => {
    const state = stateOf(said(1, message(1)), said(2, message(2, ana)), said(3, message(3)));
    expect(only(state)).toMatchObject({ unreadCount: 2, lastMessage: { id: 'c-3' }, seq: 3 });
    expect(state.messages.c?.map(({ id }) => id)).toEqual(['c-1', 'c-2', 'c-3']);
  });

  it('takes a read for all there is, by either of the two', () => {
    const both = [said(1, message(1)), said(2, message(2, ana))];
    const byOther = stateOf(...both, read(3, bo.id));
    expect(only(byOther)).toMatchObject({ unreadCount: 1, readBy: [{ userId: 'bo', messageId: 'c-2' }] });
    const byBoth = applyChatEvent(byOther, read(4, ana.id), ana.id);
    expect(only(byBoth).unreadCount).toBe(0);
    expect(only(byBoth).readBy.map(({ userId }) => userId)).toEqual(['ana', 'bo']);
    const later = applyChatEvent(byBoth, said(5, message(9, ana)), ana.id);
    expect(isReadBy(only(later), message(2, ana), bo.id)).toBe(true);
    expect(isReadBy(only(later), message(9, ana), bo.id)).toBe(false);
  });

  it('puts the conversation that was written in last first', () => {
    const two = withConversation(stateOf(), conversation({ id: 'd', createdAt: at(1) }));
    expect(two.conversations.map(({ id }) => id)).toEqual(['d', 'c']);
    const state = applyChatEvent(two, said(1, message(5)), ana.id);
    expect(state.conversations.map(({ id }) => id)).toEqual(['c', 'd']);
    expect(state.conversations[1]).toBe(two.conversations[0]);
  });

  it('has one order, however it came about, for those that were written in at the same moment', () => {
    const [c, d] = [message(1), message(1, bo, 'd')];
    const orderOf = (...events: ChatEvent[]) => {
      const both = ['c', 'd'].reduce((state, id) => withConversation(state, conversation({ id })), emptyChat);
      const state = events.reduce((before, event) => applyChatEvent(before, event, ana.id), both);
      return state.conversations.map(({ id }) => id);
    };
    expect(orderOf(said(1, c), said(2, d))).toEqual(['d', 'c']);
    expect(orderOf(said(1, d), said(2, c))).toEqual(['d', 'c']);
  });

  it('leaves alone what it is not about, and says when a conversation must be read', () => {
    const state = stateOf();
    const elsewhere: ChatEvent = { name: 'project:left', payload: { projectId: 'p' }, seq: 1 };
    expect(applyChatEvent(state, elsewhere, ana.id)).toBe(state);
    expect(isAboutUnknown(state, elsewhere)).toBe(false);
    expect(isAboutUnknown(state, said(1, message(1)))).toBe(false);
    expect(isAboutUnknown(state, said(1, message(1, bo, 'new')))).toBe(true);
    expect(isAboutUnknown(state, read(1, 'bo', 'new'))).toBe(true);
    expect(applyChatEvent(state, read(1, 'bo', 'new'), ana.id)).toBe(state);
    expect(only(applyChatEvent(state, read(1, 'bo'), ana.id)).readBy).toEqual([]);
  });

  it('keeps a message that comes before its page is read', () => {
    const state = stateOf(said(3, message(3)));
    const whole = withMessages(state, 'c', [message(1), message(2), message(3)]);
    expect(whole.messages.c?.map(({ id }) => id)).toEqual(['c-1', 'c-2', 'c-3']);
    expect(withMessages(whole, 'c', [message(2)])).toBe(whole);
  });

  it('keeps what stands further in the log when an older reading arrives late', () => {
    const state = stateOf(said(1, message(1)));
    expect(withConversation(state, conversation())).toBe(state);
    const newer = conversation({ seq: 2, unreadCount: 7 });
    expect(only(withConversation(state, newer))).toBe(newer);
  });
});

/** A log of one conversation: each step is a message by one of the two, or one of them reading all of it. */
const log = fc
  .array(fc.tuple(fc.constantFrom('say', 'read'), fc.constantFrom(ana, bo)), { maxLength: 30 })
  .map((steps) =>
    steps.map(([what, who], index) =>
      what === 'say' ? said(index + 1, message(index + 1, who)) : read(index + 1, who.id),
    ),
  );

describe('a log of any length', () => {
  it('leads to the same, whatever was read from the server in between and applied again', () => {
    fc.assert(
      fc.property(log, fc.nat(30), fc.nat(30), (events, cut, again) => {
        const whole = stateOf(...events);
        const snapshot = only(stateOf(...events.slice(0, cut)));
        const since = Math.min(again, cut);
        const caughtUp = events
          .slice(since)
          .reduce(
            (state, event) => applyChatEvent(state, event, ana.id),
            withConversation(emptyChat, snapshot),
          );
        expect(only(caughtUp)).toEqual(only(whole));
      }),
    );
  });

  it('counts exactly what the other one wrote since one’s own last reading', () => {
    fc.assert(
      fc.property(log, (events) => {
        const lastRead = events.findLastIndex(
          ({ name, payload }) => name === 'chat:read' && payload.readBy === ana.id,
        );
        const unread = events
          .slice(lastRead + 1)
          .filter(({ name, payload }) => name === 'chat:message' && payload.sender.id === bo.id);
        expect(only(stateOf(...events)).unreadCount).toBe(unread.length);
      }),
    );
  });
});
