import type { AttentionLevel } from '../protocol/wire/attention.ts';
import type { Descriptor } from './descriptor.ts';

const named: Record<AttentionLevel, string> = {
  everything: 'everything',
  mentions: 'mentions and versions',
  nothing: 'nothing',
};

export const attentionSetLevel = {
  orderedWith: { project: ({ projectId }) => projectId },
  subject: ({ projectId }) => projectId,
  sentence: ({ level }) => `Notify me about ${named[level]} of the project`,
  place: () => ({ kind: 'project' }),
} satisfies Descriptor<'attention.setLevel'>;
