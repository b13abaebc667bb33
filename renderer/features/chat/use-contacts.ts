import { useMemo } from 'react';
import type { KnownBandmate } from '../../../protocol/ipc/known-bandmate.ts';
import type { Conversation } from '../../../protocol/wire/chat.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useBandmates, useConversations } from './chat-queries.ts';
import { contacts, otherOf } from './contacts.ts';

const nobody: KnownBandmate[] = [];
const nothing: Conversation[] = [];

/** The people to chat with, and their conversations. */
export function useContacts() {
  const { account } = useSession();
  const bandmates = useBandmates();
  const conversations = useConversations();
  const people = bandmates.data ?? nobody;
  const allConversations = conversations.data ?? nothing;
  const list = useMemo(
    () => contacts(people, allConversations, account.id),
    [people, allConversations, account.id],
  );
  return {
    contacts: list,
    conversationWith: (userId: string) =>
      allConversations.find((one) => otherOf(one, account.id)?.id === userId) ?? null,
    isPending: bandmates.isPending || conversations.isPending,
    error: conversations.error ?? bandmates.error,
    refetch: () => {
      void bandmates.refetch();
      void conversations.refetch();
    },
  };
}

/** The number of unread messages in all conversations. */
export function useUnreadMessages(): number {
  return (useConversations().data ?? nothing).reduce((sum, { unreadCount }) => sum + unreadCount, 0);
}
