import type { Clock } from '../../common/clock.ts';
import type {
  PartyAnswer,
  PartyClockAnswer,
  PartyControl,
  PartyDone,
  StartParty,
} from '../../protocol/wire/party.ts';
import type { Parties } from './parties.ts';
import type { Guest } from './running-parties.ts';

/** A request of a socket to the listening parties. */
export type PartyRequest =
  | { method: 'list' }
  | { method: 'start'; input: StartParty }
  | { method: 'join'; partyId: string }
  | { method: 'leave' }
  | { method: 'control'; partyId: string; control: PartyControl }
  | { method: 'point'; partyId: string; seconds: number | null }
  | { method: 'clock'; delay: number | undefined };

/** Answers what sockets ask, wherever the parties are. */
export type PartyDesk = {
  ask(guest: Guest, request: PartyRequest): Promise<unknown>;
  /** The socket has disconnected. */
  gone(guest: Guest): void;
};

/** For the node that has the parties. */
export function createPartyDesk(parties: Parties, clock: Clock): PartyDesk {
  return {
    async ask(guest, request): Promise<PartyAnswer | PartyDone | PartyClockAnswer | object> {
      switch (request.method) {
        case 'list':
          return { ok: true, parties: await parties.list(guest.userId) };
        case 'start':
          return parties.start(guest, request.input);
        case 'join':
          return parties.join(guest, request.partyId);
        case 'leave':
          parties.leave(guest.socketId);
          return { ok: true };
        case 'control':
          return parties.control(guest, request.partyId, request.control);
        case 'point':
          return parties.point(guest, request.partyId, request.seconds);
        case 'clock':
          if (request.delay !== undefined) parties.noteDelay(guest.socketId, request.delay);
          return { ok: true, at: clock.monotonic(), partyId: parties.partyOf(guest.socketId) };
      }
    },
    gone: ({ socketId }) => parties.leave(socketId),
  };
}
