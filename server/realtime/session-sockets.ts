import type { Logger } from 'pino';
import type { Server, Socket } from 'socket.io';
import type { ErrorKind } from '../../protocol/wire/error.ts';
import { fitOfProtocol, protocolHeader } from '../../protocol/wire/version.ts';
import type { Session, Sessions } from '../auth/sessions.ts';
import { isUnreachable, unreachable } from '../db/postgres/postgres-errors.ts';
import { misfits } from '../http/guards.ts';
import { sessionRoom, userRoom } from './rooms.ts';

const tooManySockets = 'This account is open in too many apps and tabs. Close some of them.';

/** Lets in sockets of living sessions only, a limited number for each account, and disconnects those whose session has ended. */
export type SessionSockets = {
  /** Disconnects every socket of that session. */
  end(sessionId: string): void;
  /** Disconnects those of these sessions that have ended, a moment later. */
  check(sessionIds: string[]): void;
  /** Checks the sessions of all connected sockets. */
  checkAll(): void;
};

export function createSessionSockets(
  io: Server,
  sessions: Sessions,
  { maximumSockets, log }: { maximumSockets: number; log: Logger },
): SessionSockets {
  io.use(async (socket, next) => {
    try {
      const version = socket.handshake.headers[protocolHeader];
      const misfit = misfits[fitOfProtocol(typeof version === 'string' ? version : null)];
      if (misfit !== null) return next(refusal('unavailable', misfit));
      const session = await sessions.find(socket.handshake.headers);
      if (!session) return next(refusal('unauthorised', 'Sign in first.'));
      const open = io.of('/').adapter.rooms.get(userRoom(session.account.id))?.size ?? 0;
      if (open >= maximumSockets) return next(refusal('rate-limited', tooManySockets));
      socket.data.session = session;
      next();
    } catch (error) {
      log.error({ err: error }, 'A handshake could not be checked');
      if (isUnreachable(error)) next(refusal(unreachable.kind, unreachable.message));
      else next(refusal('internal', 'Something went wrong on the server.'));
    }
  });

  function end(sessionId: string): void {
    io.in(sessionRoom(sessionId)).disconnectSockets(true);
  }

  function check(sessionIds: string[]): void {
    sessions.alive(sessionIds).then(
      (living) => {
        for (const id of sessionIds) if (!living.has(id)) end(id);
      },
      (error) => log.error({ err: error }, 'Sessions could not be checked; the next check tries again'),
    );
  }

  return {
    end,
    check,
    checkAll() {
      const ids = new Set([...io.of('/').sockets.values()].map((socket) => sessionOf(socket).id));
      if (ids.size > 0) check([...ids]);
    },
  };
}

/** The session of a socket that was let in. */
export function sessionOf(socket: Pick<Socket, 'data'>): Session {
  return socket.data.session;
}

/** Becomes the client's `connect_error`, with `data.kind`. */
function refusal(kind: ErrorKind, message: string): Error {
  return Object.assign(new Error(message), { data: { kind } });
}
