import type { Server as HttpServer, IncomingHttpHeaders } from 'node:http';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { Server, type Socket } from 'socket.io';
import { systemClock } from '../../common/clock.ts';
import type { SerialQueue } from '../../common/serial-queue.ts';
import type { EphemeralEventName, EphemeralEventPayload } from '../../protocol/wire/event.ts';
import type { Session, Sessions } from '../auth/sessions.ts';
import type { Commit } from '../commands/dispatcher.ts';
import type { Database } from '../db/schema.ts';
import { createFanOut } from './fan-out.ts';
import { pokeRooms, type Rooms } from './poke-rooms.ts';
import { createPresence } from './presence.ts';
import { handleRoomEvents } from './room-events.ts';
import { projectRoom, sessionRoom, userRoom } from './rooms.ts';
import { createTyping } from './typing.ts';
import { handleTypingEvents } from './typing-events.ts';

/** The sockets of this server. They only carry pokes: the log in the database is the truth. */
export type Realtime = {
  /** Sends events to their rooms in order, and carries out changes of membership. */
  poke(commit: Commit): void;
  /** Whether a user has a socket, or had one a moment ago. */
  isOnline(userId: string): boolean;
  /** To a project's room, once: for what a client can also ask for. */
  tellProject<Name extends EphemeralEventName>(
    projectId: string,
    name: Name,
    payload: EphemeralEventPayload<Name>,
  ): void;
  /** Disconnects every socket of a session that has ended. */
  endSession(sessionId: string): void;
  /**
   * Cuts every connection and stops the HTTP server from accepting; resolves when its last request is answered. Nobody
   * is told to go: a plain Socket.IO client comes back by itself from a line that broke, and never when it was told to.
   */
  close(): Promise<void>;
};

/** Largest message a client may send, in bytes. Ours are a few dozen; changes travel over HTTP. */
const maximumMessageBytes = 16 * 1024;

export function createRealtime(parts: {
  httpServer: HttpServer;
  db: Kysely<Database>;
  queue: SerialQueue;
  sessions: Sessions;
  isOriginAllowed: (headers: IncomingHttpHeaders) => boolean;
  allowedOrigins: string[];
  sweepMilliseconds: number;
  pingIntervalMilliseconds: number;
  pingTimeoutMilliseconds: number;
  presenceGraceMilliseconds: number;
  log: Logger;
}): Realtime {
  const { sessions, log } = parts;
  const io = new Server(parts.httpServer, {
    serveClient: false,
    maxHttpBufferSize: maximumMessageBytes,
    pingInterval: parts.pingIntervalMilliseconds,
    pingTimeout: parts.pingTimeoutMilliseconds,
    allowRequest: (request, answer) => {
      const isAllowed = parts.isOriginAllowed(request.headers);
      answer(isAllowed ? null : 'foreign-origin', isAllowed);
    },
    cors: { origin: parts.allowedOrigins, credentials: true },
    // No connection state recovery: it would skip the check of the session. Clients catch up from the log.
  });

  const fanOut = createFanOut(io);
  const presence = createPresence({
    ...parts,
    clock: systemClock,
    graceMilliseconds: parts.presenceGraceMilliseconds,
    tell: (userId, payload) => fanOut(userRoom(userId), 'chat:presence', payload),
  });
  const createTypist = createTyping({
    ...parts,
    clock: systemClock,
    tell: (userId, payload) => fanOut(userRoom(userId), 'chat:typing', payload),
  });

  const rooms: Rooms = {
    emit: fanOut,
    leave: (sockets, room) => io.in(sockets).socketsLeave(room),
    empty: (room) => io.socketsLeave(room),
    follow: presence.follow,
  };

  io.use(async (socket, next) => {
    try {
      const session = await sessions.find(socket.handshake.headers);
      if (!session) return next(refusal('unauthorised', 'Sign in first.'));
      socket.data.session = session;
      next();
    } catch (error) {
      log.error({ err: error }, 'A handshake could not be judged');
      next(refusal('internal', 'Something went wrong on the server.'));
    }
  });

  io.on('connection', (socket) => {
    const session = sessionOf(socket);
    void socket.join([userRoom(session.account.id), sessionRoom(session.id)]);
    handleRoomEvents(socket, session.account.id, parts);
    handleTypingEvents(socket, createTypist(session.account.id), log);
    presence.connected(session.account.id, socket.id);
    socket.on('disconnect', (reason) => {
      // The server itself disconnects only sockets of sessions that have ended.
      const isFinal = reason === 'server namespace disconnect';
      presence.disconnected(session.account.id, socket.id, isFinal);
    });
    // The session may have ended between the handshake's look at it and the join of its room.
    sweep([session.id]);
  });

  function sweep(sessionIds: string[]): void {
    sessions.alive(sessionIds).then(
      (living) => {
        for (const id of sessionIds) if (!living.has(id)) endSession(id);
      },
      (error) => log.error({ err: error }, 'Sessions could not be checked; the next sweep tries again'),
    );
  }

  function endSession(sessionId: string): void {
    io.in(sessionRoom(sessionId)).disconnectSockets(true);
  }

  const sweeping = setInterval(() => {
    const ids = new Set([...io.of('/').sockets.values()].map((socket) => sessionOf(socket).id));
    if (ids.size > 0) sweep([...ids]);
  }, parts.sweepMilliseconds);
  sweeping.unref();

  return {
    poke: (commit) => pokeRooms(rooms, commit),
    isOnline: presence.isOnline,
    tellProject: (projectId, name, payload) => fanOut(projectRoom(projectId), name, payload),
    endSession,
    async close() {
      clearInterval(sweeping);
      presence.stop();
      await io.close();
    },
  };
}

function sessionOf(socket: Pick<Socket, 'data'>): Session {
  return socket.data.session;
}

/** Becomes the client's `connect_error`, with `data.kind`. */
function refusal(kind: 'unauthorised' | 'internal', message: string): Error {
  return Object.assign(new Error(message), { data: { kind } });
}
