import { type QueryClient, useQuery } from '@tanstack/react-query';
import type { Bridge } from '../../../protocol/ipc/bridge.ts';
import { emptyChat, withMessages } from '../../../protocol/state/chat-state.ts';
import type { Message } from '../../../protocol/wire/chat.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read, readLatest } from '../../bridge/read.ts';

export const chatKeys = {
  conversations: ['conversations'] as const,
  bandmates: ['bandmates'] as const,
  messages: (conversationId: string) => ['messages', conversationId] as const,
};

/** Keeps conversations, messages and who is here true to what is pushed; each returned function ends one of it. */
export function followChat(bridge: Bridge, client: QueryClient): (() => void)[] {
  return [
    bridge.on('conversations.changed', (list) => client.setQueryData(chatKeys.conversations, list)),
    bridge.on('presence.changed', (list) => client.setQueryData(chatKeys.bandmates, list)),
    bridge.on('messages.replaced', () => void client.invalidateQueries({ queryKey: ['messages'] })),
    bridge.on('realtime.event', (event) => {
      if (event.name === 'chat:message') addMessages(client, event.payload.conversationId, [event.payload]);
    }),
  ];
}

/** What is held of a conversation: its newest messages without a gap, oldest first, and whether there are earlier ones. */
export type HeldMessages = { messages: readonly Message[]; hasEarlier: boolean };

/** Puts messages among those held of the conversation; nothing if none were read yet. */
function addMessages(client: QueryClient, conversationId: string, page: readonly Message[]): void {
  client.setQueryData(chatKeys.messages(conversationId), (held: HeldMessages | undefined) =>
    held ? { ...held, messages: mergeMessages(held.messages, page) } : undefined,
  );
}

function mergeMessages(known: readonly Message[], page: readonly Message[]): readonly Message[] {
  return withMessages({ ...emptyChat, messages: { known } }, 'known', page).messages.known ?? known;
}

/** The newest messages, with what was pushed while the answer was on its way. */
export async function readMessages(bridge: Bridge, conversationId: string): Promise<HeldMessages> {
  const heard: Message[] = [];
  const stop = bridge.on('realtime.event', (event) => {
    if (event.name === 'chat:message' && event.payload.conversationId === conversationId)
      heard.push(event.payload);
  });
  try {
    const { messages, hasEarlier } = await read(bridge, 'chat.messages', { conversationId });
    return { messages: mergeMessages(messages, heard), hasEarlier };
  } finally {
    stop();
  }
}

/** Reads the messages before the first one held. Throws a `ReadFailure`. */
export async function readEarlier(
  bridge: Bridge,
  client: QueryClient,
  conversationId: string,
): Promise<void> {
  const key = chatKeys.messages(conversationId);
  const before = client.getQueryData<HeldMessages>(key)?.messages[0]?.id;
  if (!before) return;
  const { messages, hasEarlier } = await read(bridge, 'chat.messages', { conversationId, before });
  client.setQueryData(key, (held: HeldMessages | undefined) =>
    // Read anew meanwhile: the page doesn't reach up to what is held now.
    held?.messages[0]?.id === before
      ? { messages: mergeMessages(held.messages, messages), hasEarlier }
      : held,
  );
}

export function useConversations() {
  const bridge = useBridge();
  return useQuery({
    queryKey: chatKeys.conversations,
    queryFn: () =>
      readLatest(bridge, 'conversations.changed', () => read(bridge, 'chat.conversations', null)),
  });
}

export function useBandmates() {
  const bridge = useBridge();
  return useQuery({
    queryKey: chatKeys.bandmates,
    queryFn: () => readLatest(bridge, 'presence.changed', () => read(bridge, 'presence.list', null)),
  });
}

/** `conversationId` null: there is no conversation yet, and so nothing to read. */
export function useMessages(conversationId: string | null) {
  const bridge = useBridge();
  return useQuery({
    queryKey: chatKeys.messages(conversationId ?? ''),
    queryFn: () => readMessages(bridge, conversationId ?? ''),
    enabled: conversationId !== null,
  });
}
