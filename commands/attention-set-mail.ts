import type { MailLevel } from '../protocol/wire/attention.ts';
import type { Descriptor } from './descriptor.ts';

const named: Record<MailLevel, string> = {
  off: 'nothing',
  mentions: 'mentions',
  versions: 'mentions and new versions',
};

export const attentionSetMail = {
  orderedWith: { project: ({ projectId }) => projectId },
  subject: ({ projectId }) => projectId,
  sentence: ({ mail }) => `Send me mail about ${named[mail]} of the project`,
  place: () => ({ kind: 'project' }),
} satisfies Descriptor<'attention.setMail'>;
