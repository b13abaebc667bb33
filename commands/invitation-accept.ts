import type { Descriptor } from './descriptor.ts';

export const invitationAccept = {
  orderedWith: 'person',
  subject: ({ token }) => token,
  sentence: () => 'Accept an invitation',
} satisfies Descriptor<'invitation.accept'>;
