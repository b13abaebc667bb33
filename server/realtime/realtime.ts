import type { Server as HttpServer, IncomingHttpHeaders } from 'node:http';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { Server } from 'socket.io';
import type { Environment } from '../../common/environment.ts';
import type { SerialQueue } from '../../common/serial-queue.ts';
import type { EphemeralEventName, EphemeralEventPayload } from '../../protocol/wire/event.ts';
import { userTopic } from '../../protocol/wire/topic.ts';
import type { Sessions } from '../auth/sessions.ts';
import type { Commit } from '../commands/dispatcher.ts';
import type { ServerConfig } from '../config.ts';
import type { Database } from '../db/schema.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { hintOf } from '../nodes/delivery.ts';
import { type Sharing, sharingNothing } from '../nodes/sharing.ts';
import { partyEvents } from '../party/party-events.ts';
import { createClientEvents } from './client-events.ts';
import { letSocketsGo } from './let-go.ts';
import { createMessageLimits } from './message-limits.ts';
import { createOutlet } from './outlet.ts';
import { roomEvents } from './room-events.ts';
import { projectRoom, sessionRoom, userRoom } from './rooms.ts';
import { createSessionSockets, sessionOf } from './session-sockets.ts';
import { createSharedParts } from './shared-parts.ts';
import { typingEvents } from './typing-events.ts';

/** The sockets of this node. They only carry pokes: the log in the database is the truth. */
export type Realtime = {
  /** Takes connections from this server from now on. Its request listeners must already be there. */
  attach(httpServer: HttpServer): void;
  /** Sends events to their rooms in order, here and by way of the other nodes, and carries out changes of membership. */
  poke(commit: Commit): void;
  /** Whether a user has a socket on any node, or had one a moment ago. */
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
  /** Closes all connections in batches within about that time; their clients connect to another node. */
  letGo(milliseconds: number): Promise<void>;
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
  /** Other nodes on the database; none by default. */
  sharing?: Sharing;
  metrics: Metrics;
  log: Logger;
}): Realtime {
  const { config, db, metrics, log, sharing = sharingNothing() } = parts;
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
  const outlet = createOutlet(io, sharing.bus, metrics);
  const sessionSockets = createSessionSockets(io, parts.sessions, { ...config, log });
  const shared = createSharedParts({ ...parts, sharing, outlet, sessions: sessionSockets });
  const { bus } = sharing;
  const { delivery, presence, desk } = shared;
  const handleEvents = createClientEvents(
    [roomEvents({ db, delivery }), typingEvents(shared.createTypist), partyEvents({ desk, clock })],
    { limits: createMessageLimits(clock), log },
  );

  io.on('connection', (socket) => {
    const session = sessionOf(socket);
    const userId = session.account.id;
    void socket.join([userRoom(userId), sessionRoom(session.id)]);
    delivery.open(userTopic(userId));
    handleEvents(socket);
    presence.connected(userId, socket.id);
    socket.on('disconnect', (reason) => {
      // The server itself disconnects only sockets of sessions that have ended.
      const isFinal = reason === 'server namespace disconnect';
      presence.disconnected(userId, socket.id, isFinal);
    });
    // The session may have ended between its check in the handshake and the join of its room.
    sessionSockets.check([session.id]);
  });
  const sweeping = setInterval(sessionSockets.checkAll, config.sessionSweepMilliseconds);
  sweeping.unref();

  return {
    attach: (httpServer) => void io.attach(httpServer),
    poke(commit) {
      delivery.committed(commit);
      shared.follow(commit.changes);
      bus.publish(hintOf(commit));
    },
    isOnline: presence.isOnline,
    sendToProject: (projectId, name, payload) => outlet.everywhere(projectRoom(projectId), name, payload),
    sendToAll: (name, payload) => outlet.everywhere(null, name, payload),
    endSession(sessionId) {
      sessionSockets.end(sessionId);
      bus.publish({ kind: 'session-ended', sessionId });
    },
    letGo: (milliseconds) => letSocketsGo(io, milliseconds, parts.environment),
    async close() {
      clearInterval(sweeping);
      shared.stop();
      await io.close();
    },
  };
}
