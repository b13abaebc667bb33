import type { Descriptor } from './descriptor.ts';

export const projectDelete: Descriptor<'project.delete'> = {
  orderedWith: { project: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ id }, names) => `Delete project ${names.project(id) ?? ''}`.trim(),
  place: () => ({ kind: 'project' }),
  overlay: { projectList: ({ id }) => ({ kind: 'removed', id }) },
};
