export { useInvitationPreview } from './use-invitation.ts';
