import type { Descriptor } from './descriptor.ts';

export const activityUndismiss = {
  orderedWith: 'person',
  subject: ({ ids }) => ids.join(),
  sentence: () => 'Restore activities',
  readMark: { contains: () => false },
} satisfies Descriptor<'activity.undismiss'>;
