import type { Descriptor } from './descriptor.ts';

export const activityUndismiss: Descriptor<'activity.undismiss'> = {
  orderedWith: 'person',
  subject: ({ ids }) => ids.join(),
  sentence: () => 'Restore activities',
  readMark: { contains: () => false },
};
