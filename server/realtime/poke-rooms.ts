import type { Commit } from '../commands/dispatcher.ts';
import { projectRoom, topicRoom, userRoom } from './rooms.ts';

/** The effects of a committed change on the sockets in rooms. */
export type Rooms = {
  emit(room: string, name: string, ...values: unknown[]): void;
  /** Removes every socket in the room `sockets` from `room`. */
  leave(sockets: string, room: string): void;
  /** Removes every socket from it. */
  empty(room: string): void;
};

/** Sends events to their rooms in order, and carries out changes of membership. */
export function pokeRooms(rooms: Rooms, { events, changes }: Commit): void {
  // A removed member hears nothing more of the project, not even the removal. Members of a deleted project must still
  // hear that it is deleted.
  for (const change of changes) {
    if (change.kind === 'leave-project') rooms.leave(userRoom(change.userId), projectRoom(change.projectId));
  }
  for (const { topic, event, position } of events) {
    rooms.emit(topicRoom(topic), event.name, event.payload, position);
  }
  for (const change of changes) {
    if (change.kind === 'close-project') rooms.empty(projectRoom(change.projectId));
  }
}
