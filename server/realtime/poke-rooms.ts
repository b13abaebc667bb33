import type { Commit } from '../commands/dispatcher.ts';
import type { SocketChange } from '../commands/handler.ts';
import { projectRoom, topicRoom, userRoom } from './rooms.ts';

/** Sockets in rooms, as far as a committed change concerns them. */
export type Rooms = {
  emit(room: string, name: string, ...values: unknown[]): void;
  /** Takes every socket that is in `sockets` out of `room`. */
  leave(sockets: string, room: string): void;
  /** Takes everyone out of it. */
  empty(room: string): void;
  follow(change: Extract<SocketChange, { kind: 'met' | 'parted' }>): void;
};

/** Sends events to their rooms in order, and carries out changes of membership. */
export function pokeRooms(rooms: Rooms, { events, changes }: Commit): void {
  // Who was removed hears no more of the project, not even of the removal; who is in a project that is deleted must
  // still hear that.
  for (const change of changes) {
    if (change.kind === 'leave-project') rooms.leave(userRoom(change.userId), projectRoom(change.projectId));
  }
  for (const { topic, event, position } of events) {
    rooms.emit(topicRoom(topic), event.name, event.payload, position);
  }
  for (const change of changes) {
    if (change.kind === 'close-project') rooms.empty(projectRoom(change.projectId));
    else if (change.kind === 'met' || change.kind === 'parted') rooms.follow(change);
  }
}
