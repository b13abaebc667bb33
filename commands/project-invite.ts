import type { Descriptor } from './descriptor.ts';

export const projectInvite = {
  orderedWith: { project: ({ projectId }) => projectId },
  subject: ({ id }) => id,
  sentence: ({ email }) => `Invite ${email}`,
} satisfies Descriptor<'project.invite'>;
