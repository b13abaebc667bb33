import { useMemo } from 'react';
import type { KnownBandmate } from '../../../protocol/ipc/known-bandmate.ts';
import type { Conversation } from '../../../protocol/wire/chat.ts';
import { useSession } from '../../platform/session-context.tsx';
import { contacts, otherOf } from './bandmate-list.ts';
import { useBandmates, useConversations } from './chat-queries.ts';

const nobody: KnownBandmate[] = [];
const nothing: Conversation[] = [];

/** Everyone to write to, and what was written. */
export function useContacts() {
  const { account } = useSession();
  const bandmates = useBandmates();
  const conversations = useConversations();
  const people = bandmates.data ?? nobody;
  const talks = conversations.data ?? nothing;
  const list = useMemo(() => contacts(people, talks, account.id), [people, talks, account.id]);
  return {
    contacts: list,
    conversationWith: (userId: string) =>
      talks.find((talk) => otherOf(talk, account.id)?.id === userId) ?? null,
    isPending: bandmates.isPending || conversations.isPending,
    error: conversations.error ?? bandmates.error,
    refetch: () => {
      void bandmates.refetch();
      void conversations.refetch();
    },
  };
}

/** How many messages of all conversations are unread. */
export function useUnreadMessages(): number {
  return (useConversations().data ?? nothing).reduce((sum, { unreadCount }) => sum + unreadCount, 0);
}
