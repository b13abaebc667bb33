/** The parts of `chat` that other features may use. */

export { useConversations } from './chat-queries.ts';
export { ContactButton } from './contact-button.tsx';
export { type Contact, otherOf } from './contacts.ts';
export { createDrafts, type Drafts } from './drafts.ts';
export { MessageComposer } from './message-composer.tsx';
export { MessageList } from './message-list.tsx';
export { messageRows } from './message-rows.ts';
export { useContacts } from './use-contacts.ts';
