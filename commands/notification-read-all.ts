import type { Command } from '../protocol/wire/command.ts';
import type { Descriptor } from './descriptor.ts';

export const notificationReadAll = {
  orderedWith: 'person',
  subject: ({ upTo }) => upTo ?? '',
  sentence: () => 'Mark notifications as read',
  readMark: {
    contains({ upTo }, earlier) {
      const reached = reachedBy(earlier);
      return reached !== null && (upTo === undefined || (reached !== undefined && reached <= upTo));
    },
  },
} satisfies Descriptor<'notification.readAll'>;

/** The newest notification that a mark covers; undefined if it covers all, null if it is about something else. */
function reachedBy(command: Command): string | undefined | null {
  if (command.kind === 'notification.read') return command.payload.id;
  return command.kind === 'notification.readAll' ? command.payload.upTo : null;
}
