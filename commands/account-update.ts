import type { Descriptor } from './descriptor.ts';

export const accountUpdate = {
  orderedWith: 'person',
  subject: () => 'account',
  sentence: ({ picture }) => (picture === null ? 'Remove your picture' : 'Change your picture'),
  overlay: {
    project(project, { picture }, { me }) {
      if (!project.members.some(({ user }) => user.id === me.id)) return null;
      return { name: 'person:updated', payload: { id: me.id, name: me.name, avatarUrl: picture } };
    },
  },
} satisfies Descriptor<'account.update'>;
