import type { Descriptor } from './descriptor.ts';

export const invitationAccept: Descriptor<'invitation.accept'> = {
  orderedWith: 'person',
  subject: ({ token }) => token,
  sentence: () => 'Accept an invitation',
};
