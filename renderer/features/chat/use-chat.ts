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
import { waitingMessages } from './pending-chat.ts';
import { firstUnread } from './unread-divider.ts';
import { useDivider } from './use-divider.ts';

/** The lines of a conversation: what the server has, what waits, and where the unread ones begin. */
export function useMessageRows(conversation: Conversation | null, isLooking: boolean) {
  const { account } = useSession();
  const held = useMessages(conversation?.id ?? null);
  const { operations } = usePending();
  const divider = useDivider(conversation, account.id, isLooking);
  const now = useNow();
  const rows = useMemo(() => {
    if (!conversation) return [];
    const waiting = waitingMessages(operations, conversation.id, account);
    const messages = shownMessages(held.data?.messages ?? [], waiting, conversation, account.id);
    return messageRows(messages, firstUnread(divider, messages, account.id), now);
  }, [held.data, operations, conversation, account, divider, now]);
  return { held, rows };
}

/** Tells the server, once for each last message, that the person has seen it. */
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
      // Asked again at the next change; until then the number stays, which is true.
      if (!answer.ok) marked.current = undefined;
    });
  }, [bridge, isDue, conversationId, lastId]);
}

/** Reads earlier messages, one page at a time. `problem` is why the last one could not be read. */
export function useEarlier(conversationId: string | null, hasEarlier: boolean) {
  const bridge = useBridge();
  const client = useQueryClient();
  const connection = useConnection().kind;
  const [problem, setProblem] = useState<string | null>(null);
  const isReading = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another state of the connection is a reason to try again
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
