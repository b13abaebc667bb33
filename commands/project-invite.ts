import type { Descriptor } from './descriptor.ts';

export const projectInvite: Descriptor<'project.invite'> = {
  orderedWith: { project: ({ projectId }) => projectId },
  subject: ({ id }) => id,
  sentence: ({ email }) => `Invite ${email}`,
};
