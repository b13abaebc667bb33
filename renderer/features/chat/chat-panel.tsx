import { MoreHorizontal, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Conversation } from '../../../protocol/wire/chat.ts';
import { ReadProblem } from '../../platform/read-problem.tsx';
import { useSession } from '../../platform/session-context.tsx';
import { useConnection } from '../../platform/socket-context.tsx';
import { useWindowFocus } from '../../platform/window-focus.ts';
import { chatText } from '../../text/chat.ts';
import { commonText } from '../../text/common.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Face } from '../../ui/face.tsx';
import { ActionMenu } from '../../ui/menu.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { BlockedNote, useBlockEntry } from '../blocks/port.tsx';
import { type Contact, presenceText } from './contacts.ts';
import { createDrafts } from './drafts.ts';
import { MessageBubble } from './message-bubble.tsx';
import { MessageComposer } from './message-composer.tsx';
import { MessageList } from './message-list.tsx';
import { useEarlier, useMessageRows, useReadMark } from './use-chat.ts';
import { useContacts } from './use-contacts.ts';
import { useLinkedProjects } from './use-linked-projects.ts';
import { useSend } from './use-send.ts';
import { useTyping, useTypingSignal } from './use-typing.ts';

/** The conversation with one person. Escape closes it. */
export function ChatPanel({ userId, onClose }: { userId: string; onClose: () => void }) {
  const { contacts, conversationWith, isPending, error, refetch } = useContacts();
  const isOnline = useConnection().kind === 'online';
  const contact = contacts.find((known) => known.userId === userId);
  const name = contact?.name ?? chatText.unknownName;
  return (
    <section
      aria-label={chatText.label(name)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        // That of its menu closes the menu only.
        if (!event.currentTarget.contains(event.target as Node)) return;
        event.stopPropagation();
        onClose();
      }}
      className="flex h-full min-h-0 flex-col"
    >
      <header className="flex h-13 shrink-0 items-center gap-2 border-b border-line pr-2 pl-4">
        {contact && <Face userId={userId} name={name} size={28} away={contact.presence !== 'online'} />}
        <div className="min-w-0 flex-1">
          <h2 title={name} className="truncate text-head leading-5 font-semibold">
            {name}
          </h2>
          {contact && (
            <p className="truncate text-meta text-dim">{presenceText(contact.presence, isOnline)}</p>
          )}
        </div>
        {contact && <ChatMenu contact={contact} />}
        <IconButton label={chatText.close} keys="Esc" icon={X} onClick={onClose} />
      </header>
      {isPending ? (
        <Skeleton rows={6} label={chatText.loading} />
      ) : error ? (
        <Unread error={error} onRetry={refetch} />
      ) : contact ? (
        <Messages contact={contact} conversation={conversationWith(userId)} />
      ) : (
        <p className="p-4 text-dim">{chatText.noSharedProject}</p>
      )}
    </section>
  );
}

function ChatMenu({ contact: { userId, name } }: { contact: Contact }) {
  const block = useBlockEntry({ id: userId, name });
  return (
    <ActionMenu trigger={<IconButton label={chatText.options} icon={MoreHorizontal} />} entries={[block]} />
  );
}

function Messages({ contact, conversation }: { contact: Contact; conversation: Conversation | null }) {
  const { account, serverUrl } = useSession();
  const [isAtEnd, setAtEnd] = useState(true);
  const isLooking = useWindowFocus() && isAtEnd;
  const { loaded, rows } = useMessageRows(conversation, isLooking);
  const messages = loaded.data?.messages;
  useReadMark(conversation, messages?.at(-1)?.id, isLooking);
  const earlier = useEarlier(conversation?.id ?? null, loaded.data?.hasEarlier ?? false);
  const isTyping = useTyping(conversation?.id ?? null);
  const send = useSend(contact.userId, conversation);
  const signal = useTypingSignal(conversation?.id ?? null);
  const projects = useLinkedProjects(
    rows.some((row) => row.kind === 'message' && hasTime.test(row.message.text)),
  );
  const drafts = useMemo(
    () => createDrafts(localStorage, `${serverUrl} ${account.id}`),
    [serverUrl, account.id],
  );
  return (
    <>
      {conversation && loaded.isPending ? (
        <div className="flex-1">
          <Skeleton rows={6} label={chatText.loadingMessages} />
        </div>
      ) : loaded.error ? (
        <div className="flex-1">
          <Unread error={loaded.error} onRetry={() => void loaded.refetch()} />
        </div>
      ) : rows.length === 0 ? (
        <Empty contact={contact} />
      ) : (
        <MessageList
          label={chatText.messages(contact.name)}
          rows={rows}
          top={
            earlier.problem !== null && (
              <Failed message={chatText.earlierFailed(earlier.problem)} onRetry={earlier.tryAgain} />
            )
          }
          onNearStart={earlier.load}
          onAtEnd={setAtEnd}
        >
          {(message, isFirst) => <MessageBubble message={message} isFirst={isFirst} projects={projects} />}
        </MessageList>
      )}
      <p role="status" className="h-5 shrink-0 truncate px-4 text-meta leading-5 text-dim">
        {isTyping && (
          <>
            <bdi>{contact.name}</bdi> {chatText.isTyping}
          </>
        )}
      </p>
      {(messages || !conversation) && <Announced message={incoming(messages?.at(-1), account.id)} />}
      <BlockedNote userId={contact.userId} name={contact.name} />
      {conversation?.canSend === false || contact.presence === 'parted' ? (
        <p className="shrink-0 border-t border-line px-4 py-3 break-words text-dim">
          {chatText.ended[0]} <bdi>{contact.name}</bdi> {chatText.ended[1]}
        </p>
      ) : (
        <MessageComposer
          key={contact.userId}
          draftKey={contact.userId}
          drafts={drafts}
          label={chatText.composer(contact.name)}
          placeholder={chatText.placeholder(contact.name)}
          sendLabel={chatText.send(contact.name)}
          mentions={null}
          onType={signal.changed}
          onSend={send}
        />
      )}
    </>
  );
}

/** Only such a text can name a moment. */
const hasTime = /\d:[0-5]\d/;

function Empty({ contact: { userId, name, presence } }: { contact: Contact }) {
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-1 overflow-hidden p-6 text-center">
      <Face userId={userId} name={name} size={96} away={presence !== 'online'} className="mb-2" />
      <p className="text-head font-semibold">{chatText.empty}</p>
      <p className="max-w-80 text-dim wrap-anywhere">{chatText.emptyHint(name)}</p>
    </div>
  );
}

function Unread({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <div className="flex flex-col items-start gap-2 p-4">
      <ReadProblem error={error} />
      <Button onClick={onRetry}>{commonText.tryAgain}</Button>
    </div>
  );
}

function Failed({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <div className="flex flex-col items-start gap-2 p-4">
      <ErrorLine>{message}</ErrorLine>
      <Button onClick={onRetry}>{commonText.tryAgain}</Button>
    </div>
  );
}

function incoming(
  last: { id: string; sender: { id: string; name: string }; text: string } | undefined,
  me: string,
) {
  return last && last.sender.id !== me
    ? { id: last.id, text: chatText.incoming(last.sender.name, last.text) }
    : null;
}

/** Announces new messages while the conversation is open, but not the ones that were there when it opened. */
function Announced({ message }: { message: { id: string; text: string } | null }) {
  const atOpening = useRef(message?.id);
  return (
    <p aria-live="polite" className="sr-only">
      {message && message.id !== atOpening.current && message.text}
    </p>
  );
}

/** Moves the focus into the conversation, and back when it is closed. */
export function useChatFocus(userId: string) {
  const box = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation takes the focus too
  useEffect(() => {
    const cameFrom = document.activeElement;
    const composer = box.current?.querySelector('textarea');
    (composer ?? box.current?.querySelector<HTMLElement>('[tabindex="0"], button'))?.focus();
    return () => {
      if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
    };
  }, [userId]);
  return box;
}
