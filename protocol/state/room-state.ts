import type { ProjectSnapshot } from '../wire/project.ts';
import { newestRoomMessages, type RoomMessage } from '../wire/room-message.ts';

/** The project with that message at the end of its room, which keeps the newest ones. */
export function addRoomMessage(project: ProjectSnapshot, message: RoomMessage): ProjectSnapshot {
  const { messages, hasEarlier } = project.room ?? { messages: [], hasEarlier: false };
  if (messages.some(({ id }) => id === message.id)) return project;
  const all = [...messages, message];
  return {
    ...project,
    room: {
      messages: all.slice(-newestRoomMessages),
      hasEarlier: hasEarlier || all.length > newestRoomMessages,
    },
  };
}
