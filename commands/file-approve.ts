import type { Descriptor } from './descriptor.ts';

export const fileApprove = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ id, isApproved }, names) =>
    isApproved ? `Approve ${names.file(id)}` : `Take back the approval of ${names.file(id)}`,
  overlay: {
    project({ vibes }, { id, isApproved }, { at, me }) {
      const file = vibes
        .flatMap(({ cuts }) => cuts)
        .flatMap(({ files }) => files)
        .find((one) => one.id === id);
      if (!file) return null;
      const others = (file.approvals ?? []).filter(({ user }) => user.id !== me.id);
      const own = (file.approvals ?? []).find(({ user }) => user.id === me.id);
      if ((own !== undefined) === isApproved) return null;
      const approvals = isApproved ? [...others, { user: me, at: new Date(at).toISOString() }] : others;
      return { name: 'file:approved', payload: { fileId: id, cutId: file.cutId, approvals } };
    },
  },
} satisfies Descriptor<'file.approve'>;
