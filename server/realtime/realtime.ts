import type { Server as HttpServer, IncomingHttpHeaders } from 'node:http';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { Server } from 'socket.io';
import type { Environment } from '../../common/environment.ts';
import type { SerialQueue } from '../../common/serial-queue.ts';
import type { EphemeralEventName, EphemeralEventPayload } from '../../protocol/wire/event.ts';
import type { Sessions } from '../auth/sessions.ts';
import type { Commit } from '../commands/dispatcher.ts';
import type { ServerConfig } from '../config.ts';
import type { Database } from '../db/schema.ts';
import { createParties } from '../party/parties.ts';
import { handlePartyEvents } from '../party/party-events.ts';
import { limitMessages } from './limit-messages.ts';
import { createMessageLimits } from './message-limits.ts';
import { pokeRooms, type Rooms } from './poke-rooms.ts';
import { createPresence } from './presence.ts';
import { handleRoomEvents } from './room-events.ts';
import { projectRoom, sessionRoom, userRoom } from './rooms.ts';
import { createSessionSockets, sessionOf } from './session-sockets.ts';
import { createTyping } from './typing.ts';
import { handleTypingEvents } from './typing-events.ts';

/** The sockets of this server. They only carry pokes: the log in the database is the truth. */
export type Realtime = {
  /** Takes connections from this server from now on. Its request listeners must already be there. */
  attach(httpServer: HttpServer): void;
  /** Sends events to their rooms in order, and carries out changes of membership. */
  poke(commit: Commit): void;
  /** Whether a user has a socket, or had one a moment ago. */
  isOnline(userId: string): boolean;
  /** Sends an event to a project's room once. For what a client can also ask for. */
  sendToProject<Name extends EphemeralEventName>(
    projectId: string,
    name: Name,
    payload: EphemeralEventPayload<Name>,
  ): void;
  /** Sends an event to everybody who is connected, once. For what a client can also ask for. */
  sendToAll<Name extends EphemeralEventName>(name: Name, payload: EphemeralEventPayload<Name>): void;
  /** Disconnects every socket of a session that has ended. */
  endSession(sessionId: string): void;
  /**
   * Closes every connection and stops the HTTP server from accepting; resolves when its last request is answered. Sockets
   * get no disconnect packet: a plain Socket.IO client reconnects after a lost connection, but never after that packet.
   */
  close(): Promise<void>;
};

/** Largest message a client may send, in bytes. Ours are a few dozen; changes travel over HTTP. */
const maximumMessageBytes = 16 * 1024;

export function createRealtime(parts: {
  config: ServerConfig;
  db: Kysely<Database>;
  queue: SerialQueue;
  sessions: Sessions;
  isOriginAllowed: (headers: IncomingHttpHeaders) => boolean;
  environment: Environment;
  log: Logger;
}): Realtime {
  const { config, db, queue, log } = parts;
  const { clock } = parts.environment;
  const io = new Server({
    serveClient: false,
    maxHttpBufferSize: maximumMessageBytes,
    pingInterval: config.pingIntervalMilliseconds,
    pingTimeout: config.pingTimeoutMilliseconds,
    // How long a connection may stay that hasn't said whose it is.
    connectTimeout: config.headerMilliseconds,
    allowRequest: (request, answer) => {
      const isAllowed = parts.isOriginAllowed(request.headers);
      answer(isAllowed ? null : 'foreign-origin', isAllowed);
    },
    cors: { origin: config.allowedOrigins, credentials: true },
    // No connection state recovery: it would skip the check of the session. Clients catch up from the log.
  });
  const { rooms: openRooms } = io.of('/').adapter;
  // Socket.IO encodes an event even for an empty room, and most people who are notified are not connected.
  const emit = (room: string, name: string, ...values: unknown[]): void => {
    if (openRooms.has(room)) io.to(room).emit(name, ...values);
  };
  const sessionSockets = createSessionSockets(io, parts.sessions, { ...config, log });
  const presence = createPresence({
    ...{ db, queue, clock, log },
    graceMilliseconds: config.presenceGraceMilliseconds,
    send: (userId, payload) => emit(userRoom(userId), 'chat:presence', payload),
  });
  const createTypist = createTyping({
    ...{ db, queue, clock, log },
    send: (userId, payload) => emit(userRoom(userId), 'chat:typing', payload),
  });
  const parties = createParties({
    ...{ db, queue, log, environment: parts.environment, probe: config.partyProbe },
    send: emit,
  });
  const messageLimits = createMessageLimits(clock);
  const rooms: Rooms = {
    emit,
    leave: (sockets, room) => io.in(sockets).socketsLeave(room),
    empty: (room) => io.socketsLeave(room),
    follow: presence.follow,
  };

  io.on('connection', (socket) => {
    const session = sessionOf(socket);
    void socket.join([userRoom(session.account.id), sessionRoom(session.id)]);
    limitMessages(socket, messageLimits.open(session.account.id), log);
    handleRoomEvents(socket, session.account.id, parts);
    handleTypingEvents(socket, createTypist(session.account.id), log);
    handlePartyEvents(socket, session.account.id, { parties, clock, log });
    presence.connected(session.account.id, socket.id);
    socket.on('disconnect', (reason) => {
      // The server itself disconnects only sockets of sessions that have ended.
      const isFinal = reason === 'server namespace disconnect';
      presence.disconnected(session.account.id, socket.id, isFinal);
    });
    // The session may have ended between its check in the handshake and the join of its room.
    sessionSockets.check([session.id]);
  });
  const sweeping = setInterval(sessionSockets.checkAll, config.sessionSweepMilliseconds);
  sweeping.unref();

  return {
    attach: (httpServer) => void io.attach(httpServer),
    poke(commit) {
      pokeRooms(rooms, commit);
      parties.follow(commit.changes);
    },
    isOnline: presence.isOnline,
    sendToProject: (projectId, name, payload) => emit(projectRoom(projectId), name, payload),
    sendToAll: (name, payload) => void io.emit(name, payload),
    endSession: sessionSockets.end,
    async close() {
      clearInterval(sweeping);
      presence.stop();
      parties.stop();
      await io.close();
    },
  };
}
