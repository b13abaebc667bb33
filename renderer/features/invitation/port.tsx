/** The components of `invitation` that other features may use. */
export { AskToOpen } from './ask-to-open.tsx';
export { InvitationCard } from './invitation-card.tsx';
export { JoinPage } from './join-page.tsx';
