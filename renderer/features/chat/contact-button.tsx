import { useFrame } from '../../platform/frame-context.tsx';
import { useConnection } from '../../platform/socket-context.tsx';
import { chatText } from '../../text/chat.ts';
import { CountBadge } from '../../ui/count-badge.tsx';
import { Face } from '../../ui/face.tsx';
import { type Contact, presenceText } from './contacts.ts';

/** A person with their presence and unread messages. A click opens the conversation. */
export function ContactButton({ contact, onGo }: { contact: Contact; onGo: () => void }) {
  const { chatWith, openChat } = useFrame();
  const isOnline = useConnection().kind === 'online';
  const isOpen = chatWith === contact.userId;
  return (
    <button
      type="button"
      data-contact
      aria-expanded={isOpen}
      onClick={() => {
        onGo();
        openChat(isOpen ? null : contact.userId);
      }}
      className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left aria-expanded:bg-chosen"
    >
      <Face userId={contact.userId} name={contact.name} away={contact.presence !== 'online'} />
      <span title={contact.name} className="min-w-0 flex-1 truncate">
        {contact.name}
      </span>
      <span className="sr-only">{presenceText(contact.presence, isOnline)}</span>
      <CountBadge amount={contact.unread} label={chatText.unread(contact.unread)} />
    </button>
  );
}
