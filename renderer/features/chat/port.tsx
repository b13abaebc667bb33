/** What other features may use of `chat`. */

export { useConversations } from './chat-queries.ts';
export { ContactButton } from './contact-button.tsx';
export { type Contact, otherOf } from './contacts.ts';
export { PresenceDot } from './presence-dot.tsx';
export { useContacts } from './use-contacts.ts';
