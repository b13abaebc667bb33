import { changesOfMessage } from '../protocol/state/room-state.ts';
import type { Descriptor } from './descriptor.ts';
import { reactionsWith } from './reactions-with.ts';

export const roomReact = {
  orderedWith: { project: ({ projectId }) => projectId },
  subject: ({ id }) => id,
  sentence: ({ isGiven }) => (isGiven ? 'React to a message of the room' : 'Take back a reaction'),
  place: () => ({ kind: 'room' }),
  overlay: {
    project(project, { id, reaction, isGiven }, { me }) {
      const message = project.room?.messages.find((one) => one.id === id);
      if (!message) return null;
      const { reactions = [] } = message;
      const next = reactionsWith(reactions, { reaction, isGiven }, me.id);
      return next === reactions
        ? null
        : { name: 'room:updated', payload: { ...changesOfMessage(message), reactions: next } };
    },
  },
} satisfies Descriptor<'room.react'>;
