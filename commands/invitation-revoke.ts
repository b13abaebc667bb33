import type { Descriptor } from './descriptor.ts';

export const invitationRevoke = {
  orderedWith: 'person',
  subject: ({ id }) => id,
  sentence: () => 'Revoke an invitation',
} satisfies Descriptor<'invitation.revoke'>;
