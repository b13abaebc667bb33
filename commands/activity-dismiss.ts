import type { Descriptor } from './descriptor.ts';

export const activityDismiss: Descriptor<'activity.dismiss'> = {
  orderedWith: 'person',
  subject: ({ ids }) => ids.join(),
  sentence: () => 'Dismiss activities',
  // It may have been undone in between.
  readMark: { contains: () => false },
};
