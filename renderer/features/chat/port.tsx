/** The parts of `chat` that other features may use. */

export { useConversations } from './chat-queries.ts';
export { ContactButton } from './contact-button.tsx';
export { type Contact, otherOf } from './contacts.ts';
export { useContacts } from './use-contacts.ts';
