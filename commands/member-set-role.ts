import type { Descriptor } from './descriptor.ts';

const words: Record<string, string> = { ADMIN: 'an admin', MEMBER: 'a member', LISTENER: 'a listener' };

export const memberSetRole = {
  orderedWith: { project: ({ projectId }) => projectId },
  subject: ({ userId }) => userId,
  sentence: ({ userId, role }, names) => `Make ${names.member(userId)} ${words[role] ?? role}`,
  place: ({ userId }) => ({ kind: 'member', userId }),
  overlay: {
    project({ id, members }, { projectId, userId, role }) {
      const member = members.find(({ user }) => user.id === userId);
      if (id !== projectId || !member || member.isOwner || member.role === role) return null;
      return { name: 'member:updated', payload: { ...member, role } };
    },
  },
} satisfies Descriptor<'member.setRole'>;
