import { useQueryClient } from '@tanstack/react-query';
import { newId } from '../../../common/new-id.ts';
import type { Conversation } from '../../../protocol/wire/chat.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useRunCommand } from '../../platform/commands.ts';
import { failureSentence } from '../../text/failures.ts';
import type { Done } from '../../ui/dialog.tsx';
import { chatKeys } from './chat-queries.ts';

/** Sends a text, opening the conversation if there is none. Answers null once it is queued, or why it failed. */
export function useSend(userId: string, conversation: Conversation | null): (text: string) => Promise<Done> {
  const bridge = useBridge();
  const client = useQueryClient();
  const run = useRunCommand();
  return async (text) => {
    let conversationId = conversation?.id;
    if (!conversationId) {
      const opened = await bridge.invoke('chat.open', { userId });
      if (!opened.ok) return failureSentence(opened);
      client.setQueryData(chatKeys.conversations, (list: readonly Conversation[] | undefined) =>
        list?.some(({ id }) => id === opened.data.id) ? list : [opened.data, ...(list ?? [])],
      );
      conversationId = opened.data.id;
    }
    return run('message.send', { id: newId(), conversationId, text });
  };
}
