import type { Server } from 'socket.io';
import type { EphemeralEventName, EphemeralEventPayload } from '../../protocol/wire/event.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Bus } from '../nodes/bus.ts';
import type { Present } from './check-members.ts';
import type { Rooms } from './poke-rooms.ts';
import { sessionOf } from './session-sockets.ts';

/** The ways out to sockets. */
export type Outlet = {
  /** The rooms of this node. */
  rooms: Rooms;
  isOpen(room: string): boolean;
  /** The sockets of this node that are in rooms of projects. */
  present(): Present[];
  /** Sends an ephemeral event to a room of this node; null: to all of its sockets. */
  here(room: string | null, name: string, payload: unknown): void;
  /** The same on all nodes. */
  everywhere<Name extends EphemeralEventName>(
    room: string | null,
    name: Name,
    payload: EphemeralEventPayload<Name>,
  ): void;
};

export function createOutlet(io: Server, bus: Bus, metrics: Metrics): Outlet {
  const { adapter, sockets } = io.of('/');
  // Socket.IO encodes an event even for an empty room, and most people who are notified are not connected.
  const emit = (room: string, name: string, ...values: unknown[]): void => {
    const size = adapter.rooms.get(room)?.size;
    if (size === undefined) return;
    metrics.deliveries.inc({ event: name }, size);
    io.to(room).emit(name, ...values);
  };
  metrics.watch('sockets', () => sockets.size);
  // Each socket is in a room of its own id.
  metrics.watch('rooms', () => adapter.rooms.size - sockets.size);
  function here(room: string | null, name: string, payload: unknown): void {
    if (room === null) io.emit(name, payload);
    else emit(room, name, payload);
  }
  return {
    rooms: {
      emit,
      leave: (members, room) => io.in(members).socketsLeave(room),
      empty: (room) => io.socketsLeave(room),
    },
    isOpen: (room) => adapter.rooms.has(room),
    present: () =>
      [...sockets.values()].flatMap((socket) => {
        const projects = [...socket.rooms].filter((room) => room.startsWith('project:'));
        const userId = sessionOf(socket).account.id;
        return projects.map((room) => ({ userId, room, leave: () => void socket.leave(room) }));
      }),
    here,
    everywhere(room, name, payload) {
      here(room, name, payload);
      bus.publish({ kind: 'moment', room, name, payload });
    },
  };
}
