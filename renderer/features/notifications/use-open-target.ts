import { useEffect, useRef } from 'react';
import type { OpenTarget } from '../../../protocol/ipc/open-target.ts';
import { useSession } from '../../platform/session-context.tsx';
import { type Store, useStore } from '../../platform/store.ts';
import { otherOf, useConversations } from '../chat/port.tsx';
import { goToLink } from './use-open.ts';

/**
 * Goes where a click outside of the window wants: a link, or a system notification. What it wants waits until it can be
 * shown: a conversation until its list is read.
 */
export function useOpenTarget(
  target: Store<OpenTarget | null>,
  { openChat, showNews }: { openChat: (userId: string) => void; showNews: () => void },
): void {
  const wanted = useStore(target);
  const { account } = useSession();
  const conversations = useConversations().data;
  const act = useRef({ openChat, showNews });
  useEffect(() => {
    act.current = { openChat, showNews };
  });
  useEffect(() => {
    if (!wanted) return;
    if (wanted.kind === 'conversation') {
      if (!conversations) return;
      const conversation = conversations.find(({ id }) => id === wanted.conversationId);
      const other = conversation && otherOf(conversation, account.id);
      if (other) act.current.openChat(other.id);
    } else if (wanted.kind === 'notifications') act.current.showNews();
    else goToLink(wanted.link);
    target.change(() => null);
  }, [wanted, conversations, account.id, target]);
}
