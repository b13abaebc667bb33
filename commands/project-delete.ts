import type { Descriptor } from './descriptor.ts';

export const projectDelete = {
  orderedWith: { project: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ id }, names) => `Delete project ${names.project(id) ?? ''}`.trim(),
  place: () => ({ kind: 'project' }),
  overlay: { projectList: ({ id }) => ({ kind: 'removed', id }) },
} satisfies Descriptor<'project.delete'>;
