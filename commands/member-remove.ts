import type { Descriptor } from './descriptor.ts';

export const memberRemove = {
  orderedWith: { project: ({ projectId }) => projectId },
  subject: ({ userId }) => userId,
  sentence: ({ userId }, names) => `Remove ${names.member(userId)} from the project`,
  place: ({ userId }) => ({ kind: 'member', userId }),
  overlay: {
    project: (project, payload) =>
      payload.projectId === project.id ? { name: 'member:left', payload } : null,
    projectList: ({ projectId, userId }, { me }) =>
      userId === me.id ? { kind: 'removed', id: projectId } : null,
  },
} satisfies Descriptor<'member.remove'>;
