import { positionSchema } from '../../protocol/wire/event.ts';
import type { JoinAnswer } from '../../protocol/wire/room.ts';
import type { Present } from '../../server/realtime/check-members.ts';
import type { Rooms } from '../../server/realtime/poke-rooms.ts';
import type { RoomMember } from '../../server/realtime/room-member.ts';

/** The server's end of one connection. */
export type HubSocket = {
  id: string;
  userId: string;
  /** A client's request and its acknowledgement. */
  ask(event: string, body: unknown): Promise<unknown>;
  /** The connection is gone. */
  disconnect(): void;
};

/** The sockets of one life of a server: their rooms, and the events sent to them. */
export type Hub = {
  rooms: Rooms;
  isOpen(room: string): boolean;
  /** The connections that are in rooms of projects. */
  present(): Present[];
  connect(userId: string, emit: (name: string, values: unknown[]) => void): HubSocket;
};

type Entry = {
  userId: string;
  rooms: Set<string>;
  /** The last `seq` that was sent in each room since it entered. */
  heard: Map<string, number>;
  isConnected: boolean;
  emit(name: string, values: unknown[]): void;
};

export function createHub(parts: {
  newId(): string;
  userRoom(userId: string): string;
  join(userId: string, member: RoomMember, body: unknown): Promise<JoinAnswer>;
  leave(member: RoomMember, body: unknown): Promise<unknown>;
  hello(): Promise<unknown>;
  connected(userId: string, socketId: string): void;
  disconnected(userId: string, socketId: string): void;
  complain(what: string): void;
}): Hub {
  const entries = new Set<Entry>();
  const inRoom = (room: string) => [...entries].filter((entry) => entry.rooms.has(room));

  return {
    rooms: {
      emit(room, name, ...values) {
        const position = positionSchema.safeParse(values[1]).data;
        for (const entry of inRoom(room)) {
          if (position && position.seq <= (entry.heard.get(room) ?? 0))
            parts.complain(`${entry.userId} is sent ${room} ${position.seq} after a later one`);
          if (position) entry.heard.set(room, position.seq);
          entry.emit(name, values);
        }
      },
      leave(sockets, room) {
        for (const entry of inRoom(sockets)) entry.rooms.delete(room);
      },
      empty(room) {
        for (const entry of inRoom(room)) entry.rooms.delete(room);
      },
    },
    isOpen: (room) => inRoom(room).length > 0,
    present: () =>
      [...entries].flatMap(({ userId, rooms }) =>
        [...rooms]
          .filter((room) => room.startsWith('project:'))
          .map((room) => ({ userId, room, leave: () => void rooms.delete(room) })),
      ),
    connect(userId, emit) {
      const id = parts.newId();
      const rooms = new Set([parts.userRoom(userId)]);
      const entry: Entry = { userId, rooms, heard: new Map(), isConnected: true, emit };
      entries.add(entry);
      const member: RoomMember = {
        isConnected: () => entry.isConnected,
        enter(room) {
          entry.rooms.add(room);
          entry.heard.delete(room);
        },
        leave: (room) => void entry.rooms.delete(room),
      };
      parts.connected(userId, id);
      return {
        ...{ id, userId },
        async ask(event, body) {
          if (event === 'join:project') return parts.join(userId, member, body);
          if (event === 'leave:project') return parts.leave(member, body);
          return event === 'hello' ? parts.hello() : undefined;
        },
        disconnect() {
          if (!entry.isConnected) return;
          entry.isConnected = false;
          entries.delete(entry);
          parts.disconnected(userId, id);
        },
      };
    },
  };
}
