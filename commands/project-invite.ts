import type { Descriptor } from './descriptor.ts';

export const projectInvite = {
  orderedWith: { project: ({ projectId }) => projectId },
  subject: ({ id }) => id,
  sentence: ({ email }) => (email === undefined ? 'Make an invitation link' : `Invite ${email}`),
} satisfies Descriptor<'project.invite'>;
