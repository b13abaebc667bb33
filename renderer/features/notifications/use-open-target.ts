import { useEffect, useRef } from 'react';
import type { OpenTarget } from '../../../protocol/ipc/open-target.ts';
import { useSession } from '../../platform/session-context.tsx';
import { type Store, useStore } from '../../platform/store.ts';
import { otherOf, useConversations } from '../chat/port.tsx';
import { goToLink } from './use-open.ts';

/**
 * Opens the target of a click outside the window: of a link or a system notification. A conversation is opened once the
 * list of conversations has loaded.
 */
export function useOpenTarget(
  target: Store<OpenTarget | null>,
  { openChat, showNotifications }: { openChat: (userId: string) => void; showNotifications: () => void },
): void {
  const wanted = useStore(target);
  const { account } = useSession();
  const conversations = useConversations().data;
  const act = useRef({ openChat, showNotifications });
  useEffect(() => {
    act.current = { openChat, showNotifications };
  });
  useEffect(() => {
    // An invitation is shown by `app/use-opened-invitation.ts`.
    if (!wanted || wanted.kind === 'invitation') return;
    if (wanted.kind === 'conversation') {
      if (!conversations) return;
      const conversation = conversations.find(({ id }) => id === wanted.conversationId);
      const other = conversation && otherOf(conversation, account.id);
      if (other) act.current.openChat(other.id);
    } else if (wanted.kind === 'notifications') act.current.showNotifications();
    else goToLink(wanted.link);
    target.change(() => null);
  }, [wanted, conversations, account.id, target]);
}
