import type { Descriptor } from './descriptor.ts';

export const projectTransfer = {
  orderedWith: { project: ({ id }) => id },
  subject: ({ userId }) => userId,
  sentence: ({ userId }, names) => `Make ${names.member(userId)} the owner`,
  place: ({ userId }) => ({ kind: 'member', userId }),
  overlay: {
    project({ id, members }, { id: projectId, userId }) {
      const owner = members.find(({ isOwner }) => isOwner);
      const member = members.find(({ user }) => user.id === userId);
      if (id !== projectId || !owner || !member || member === owner) return null;
      const { isOwner: _isOwner, ...former } = owner;
      return [
        { name: 'member:updated', payload: former },
        { name: 'member:updated', payload: { ...member, role: 'ADMIN', isOwner: true } },
      ];
    },
  },
} satisfies Descriptor<'project.transfer'>;
