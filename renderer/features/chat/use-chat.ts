import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Conversation } from '../../../protocol/wire/chat.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { ReadFailure } from '../../bridge/read.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useConnection } from '../../platform/socket-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { usePending } from '../pending/port.tsx';
import { readEarlier, useMessages } from './chat-queries.ts';
import { messageRows, shownMessages } from './message-rows.ts';
import { pendingMessages } from './pending-messages.ts';
import { firstUnread } from './unread-divider.ts';
import { useDivider } from './use-divider.ts';

/** The rows of a conversation: messages from the server, pending messages, and the unread divider. */
export function useMessageRows(conversation: Conversation | null, isLooking: boolean) {
  const { account } = useSession();
  const loaded = useMessages(conversation?.id ?? null);
  const { operations } = usePending();
  const divider = useDivider(conversation, account.id, isLooking);
  const now = useNow();
  const rows = useMemo(() => {
    if (!conversation) return [];
    const pending = pendingMessages(operations, conversation.id, account);
    const messages = shownMessages(loaded.data?.messages ?? [], pending, conversation, account.id);
    return messageRows(messages, firstUnread(divider, messages, account.id), now);
  }, [loaded.data, operations, conversation, account, divider, now]);
  return { loaded, rows };
}

/** Marks the conversation as read up to its last message, once per message. */
export function useReadMark(
  conversation: Conversation | null,
  lastId: string | undefined,
  isLooking: boolean,
): void {
  const bridge = useBridge();
  const marked = useRef<string>(undefined);
  const isDue = isLooking && conversation !== null && conversation.unreadCount > 0;
  const conversationId = conversation?.id;
  useEffect(() => {
    if (!isDue || !conversationId || !lastId || marked.current === lastId) return;
    marked.current = lastId;
    void bridge.invoke('chat.read', { conversationId, upTo: lastId }).then((answer) => {
      // Retried with the next change. Until then the unread count stays, correctly.
      if (!answer.ok) marked.current = undefined;
    });
  }, [bridge, isDue, conversationId, lastId]);
}

/** Loads earlier messages, one page at a time. `problem` is why the last page failed to load. */
export function useEarlier(conversationId: string | null, hasEarlier: boolean) {
  const bridge = useBridge();
  const client = useQueryClient();
  const connection = useConnection().kind;
  const [problem, setProblem] = useState<string | null>(null);
  const isReading = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a connection change triggers another try
  useEffect(() => setProblem(null), [connection]);
  const load = () => {
    if (!conversationId || !hasEarlier || problem !== null || isReading.current) return;
    isReading.current = true;
    readEarlier(bridge, client, conversationId)
      .catch((error: unknown) => {
        if (!(error instanceof ReadFailure)) throw error;
        setProblem(error.message);
      })
      .finally(() => {
        isReading.current = false;
      });
  };
  return { load, problem, tryAgain: () => setProblem(null) };
}
