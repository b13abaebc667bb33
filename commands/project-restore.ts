import type { Descriptor } from './descriptor.ts';

export const projectRestore = {
  orderedWith: { project: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ id }, names) => `Restore project ${names.project(id) ?? ''}`.trim(),
  place: () => ({ kind: 'project' }),
  overlay: { projectList: ({ id }) => ({ kind: 'restored', id }) },
} satisfies Descriptor<'project.restore'>;
