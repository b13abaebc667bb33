import type { Descriptor } from './descriptor.ts';

export const activityDismissAll = {
  orderedWith: 'person',
  subject: ({ upTo }) => upTo ?? '',
  sentence: () => 'Dismiss activities',
  // Some may have been restored in between.
  readMark: { contains: () => false },
} satisfies Descriptor<'activity.dismissAll'>;
