export { useInvitationPreview } from './use-invitation.ts';
export { useJoin } from './use-join.ts';
