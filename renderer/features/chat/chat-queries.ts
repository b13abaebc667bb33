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

/** Applies pushes to the loaded conversations, messages and presence. Returns functions that unsubscribe. */
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

/** The loaded part of a conversation: its newest messages without a gap, oldest first. */
export type LoadedMessages = { messages: readonly Message[]; hasEarlier: boolean };

/** Adds messages to a loaded conversation; does nothing for one that isn't loaded. */
function addMessages(client: QueryClient, conversationId: string, page: readonly Message[]): void {
  client.setQueryData(chatKeys.messages(conversationId), (loaded: LoadedMessages | undefined) =>
    loaded ? { ...loaded, messages: mergeMessages(loaded.messages, page) } : undefined,
  );
}

function mergeMessages(known: readonly Message[], page: readonly Message[]): readonly Message[] {
  return withMessages({ ...emptyChat, messages: { known } }, 'known', page).messages.known ?? known;
}

/** Reads the newest messages and includes those pushed in the meantime. */
export async function readMessages(bridge: Bridge, conversationId: string): Promise<LoadedMessages> {
  const pushed: Message[] = [];
  const stop = bridge.on('realtime.event', (event) => {
    if (event.name === 'chat:message' && event.payload.conversationId === conversationId)
      pushed.push(event.payload);
  });
  try {
    const { messages, hasEarlier } = await read(bridge, 'chat.messages', { conversationId });
    return { messages: mergeMessages(messages, pushed), hasEarlier };
  } finally {
    stop();
  }
}

/** Reads the page before the first loaded message. Throws a `ReadFailure`. */
export async function readEarlier(
  bridge: Bridge,
  client: QueryClient,
  conversationId: string,
): Promise<void> {
  const key = chatKeys.messages(conversationId);
  const before = client.getQueryData<LoadedMessages>(key)?.messages[0]?.id;
  if (!before) return;
  const { messages, hasEarlier } = await read(bridge, 'chat.messages', { conversationId, before });
  client.setQueryData(key, (loaded: LoadedMessages | undefined) =>
    // After a reload in the meantime, this page would leave a gap.
    loaded?.messages[0]?.id === before
      ? { messages: mergeMessages(loaded.messages, messages), hasEarlier }
      : loaded,
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

/** With null there is no conversation yet, and nothing to read. */
export function useMessages(conversationId: string | null) {
  const bridge = useBridge();
  return useQuery({
    queryKey: chatKeys.messages(conversationId ?? ''),
    queryFn: () => readMessages(bridge, conversationId ?? ''),
    enabled: conversationId !== null,
  });
}
