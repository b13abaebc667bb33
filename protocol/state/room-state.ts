import type { LoggedEventPayload } from '../wire/event.ts';
import type { ProjectSnapshot } from '../wire/project.ts';
import { newestRoomMessages, type RoomMessage } from '../wire/room-message.ts';

type Changes = LoggedEventPayload<'room:updated'>;

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

/** The project after a change of a message; the same object if the message isn't among the newest ones. */
export function changeRoomMessage(project: ProjectSnapshot, event: Changes): ProjectSnapshot {
  const messages = project.room?.messages.map((message) => changedMessage(message, event));
  return project.room && messages?.some((message, index) => message !== project.room?.messages[index])
    ? { ...project, room: { ...project.room, messages } }
    : project;
}

/** Everything that can change in a message, as an event carries it. */
export function changesOfMessage({ projectId, id, reactions = [], point }: RoomMessage): Changes {
  return { projectId, messageId: id, reactions, point: point ?? null };
}

/** The message after that event; the same object if nothing changes, as in another message. */
export function changedMessage(message: RoomMessage, event: Changes): RoomMessage {
  if (message.id !== event.messageId) return message;
  if (JSON.stringify(event) === JSON.stringify(changesOfMessage(message))) return message;
  const { reactions: _reactions, point: _point, ...rest } = message;
  const { reactions, point } = event;
  return { ...rest, ...(reactions.length > 0 && { reactions }), ...(point !== null && { point }) };
}
