import type { Descriptor } from './descriptor.ts';

export const attentionSetQuietHours = {
  orderedWith: 'person',
  subject: () => 'quiet-hours',
  sentence: ({ quietHours }) =>
    quietHours === null ? 'End the quiet hours' : `Be quiet from ${quietHours.from} to ${quietHours.until}`,
} satisfies Descriptor<'attention.setQuietHours'>;
