import type { Descriptor } from './descriptor.ts';

export const activityDismiss = {
  orderedWith: 'person',
  subject: ({ ids }) => ids.join(),
  sentence: () => 'Dismiss activities',
  // It may have been undone in between.
  readMark: { contains: () => false },
} satisfies Descriptor<'activity.dismiss'>;
