import { firstWords } from '../common/first-words.ts';
import { findMentions } from '../common/mentions.ts';
import { messageTextSchema } from '../protocol/wire/chat.ts';
import type { Descriptor } from './descriptor.ts';

export const roomSend = {
  orderedWith: { project: ({ projectId }) => projectId },
  subject: ({ id }) => id,
  creates: true,
  sentence: ({ text }) => `Send “${firstWords(text)}” to the room`,
  editable: {
    kind: 'text',
    field: 'text',
    schema: messageTextSchema,
    heading: () => 'Send a message to the room',
  },
  place: () => ({ kind: 'room' }),
  overlay: {
    project(project, { id, text, mentions }, { at, me }) {
      if (project.room?.messages.some((message) => message.id === id)) return null;
      const people = project.members.map(({ user }) => user);
      const named = mentions ?? findMentions(text, people).flatMap(({ ids }) => ids);
      const mentioned = [...new Set(named)].filter((one) => people.some(({ id }) => id === one));
      const message = {
        ...{ id, projectId: project.id, sender: me, text },
        ...(mentioned.length > 0 && { mentions: mentioned }),
        createdAt: new Date(at).toISOString(),
      };
      return { name: 'room:message', payload: message };
    },
  },
} satisfies Descriptor<'room.send'>;
