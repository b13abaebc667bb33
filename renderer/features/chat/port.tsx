/** What other features may use of `chat`. */
export { type Contact, otherOf } from './bandmate-list.ts';
export { useConversations } from './chat-queries.ts';
export { ContactButton } from './contact-button.tsx';
export { PresenceDot } from './presence-dot.tsx';
export { useContacts } from './use-contacts.ts';
