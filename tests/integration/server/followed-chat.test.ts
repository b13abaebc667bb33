import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import {
  applyChatEvent,
  type ChatState,
  emptyChat,
  isAboutUnknown,
  withConversation,
  withMessages,
} from '../../../protocol/state/chat-state.ts';
import { type Conversation, conversationListSchema, messageListSchema } from '../../../protocol/wire/chat.ts';
import type { NamedEvent } from '../../../protocol/wire/event.ts';
import { settled } from '../../helpers/hearing.ts';
import {
  collectEvents,
  connectSocket,
  createProject,
  registerUser,
  type SeenEvent,
  startServer,
  type TestUser,
} from '../../helpers/server.ts';

const step = fc.record({
  by: fc.constantFrom(0, 1),
  what: fc.constantFrom('write', 'write', 'read', 'read up to the last one seen'),
  with: fc.constantFrom('first', 'second'),
});

/** Everything that a person's client would hold, as the server answers it now. */
async function readAll(user: TestUser): Promise<ChatState> {
  const { body } = await user.request('GET', '/api/chat/conversations');
  let state: ChatState = emptyChat;
  for (const conversation of conversationListSchema.parse(body)) {
    const path = `/api/chat/conversations/${conversation.id}/messages?limit=200`;
    const messages = messageListSchema.parse((await user.request('GET', path)).body);
    state = withMessages(withConversation(state, conversation), conversation.id, messages);
  }
  return state;
}

/** In a fixed order, without the position in the log. */
function shape({ conversations, messages }: ChatState) {
  const bare = conversations.map(({ seq: _seq, readBy, ...rest }: Conversation) => ({
    ...rest,
    readBy: readBy.toSorted((a, b) => (a.userId < b.userId ? -1 : 1)),
  }));
  return { conversations: bare, messages };
}

const follow = (state: ChatState, seen: SeenEvent[], { account }: TestUser) =>
  seen.reduce(
    (held, { name, payload, position }) =>
      applyChatEvent(
        held,
        { name, payload, seq: position?.seq ?? 0 } as NamedEvent & { seq: number },
        account.id,
      ),
    state,
  );

test('a client that follows the events of its topic ends with the server’s conversations', {
  timeout: 120_000,
}, async () => {
  const server = await startServer();
  const [ada, bo, cy] = (await Promise.all(
    ['Ada', 'Bo', 'Cy'].map((name) => registerUser(server, { name })),
  )) as [TestUser, TestUser, TestUser];
  await createProject(ada, [bo, cy]);
  const first = await ada.command('conversation.open', { userId: bo.account.id });
  const second = await ada.command('conversation.open', { userId: cy.account.id });

  const property = fc.asyncProperty(
    fc.array(step, { minLength: 4, maxLength: 14 }),
    fc.constantFrom('websocket' as const, 'polling' as const),
    async (steps, transport) => {
      const clients = await Promise.all(
        [ada, bo, cy].map(async (user) => {
          const socket = await connectSocket(server, user, { transports: [transport] });
          return { user, socket, seen: collectEvents(socket) };
        }),
      );
      const act = async (user: TestUser, { what }: (typeof steps)[number], conversationId: string) => {
        if (what === 'write') {
          await user.command('message.send', { id: newId(), conversationId, text: what });
        } else if (what === 'read') {
          await user.command('conversation.read', { conversationId });
        } else {
          const path = `/api/chat/conversations/${conversationId}/messages?limit=1`;
          const [last] = messageListSchema.parse((await user.request('GET', path)).body);
          if (last) await user.command('conversation.read', { conversationId, upTo: last.id });
        }
      };
      const half = Math.floor(steps.length / 2);
      const run = async (some: typeof steps) => {
        for (const one of some) {
          const conversation = one.with === 'first' ? first : second;
          const other = one.with === 'first' ? bo : cy;
          await act(one.by === 0 ? ada : other, one, conversation.id);
        }
      };
      // The state is read amid events, and all of them are applied to it: none may count twice.
      await run(steps.slice(0, half));
      const [, ...held] = await Promise.all([
        run(steps.slice(half)),
        ...clients.map(({ user }) => readAll(user)),
      ]);
      for (const [index, { user, socket, seen }] of clients.entries()) {
        await settled(socket);
        socket.disconnect();
        const state = held[index] ?? emptyChat;
        expect(seen.some(({ name, payload }) => isAboutUnknown(state, { name, payload } as NamedEvent))).toBe(
          false,
        );
        expect(shape(follow(state, seen, user))).toEqual(shape(await readAll(user)));
      }
    },
  );
  await fc.assert(property, { numRuns: 8, endOnFailure: true });
});
