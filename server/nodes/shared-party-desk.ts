import type { Logger } from 'pino';
import { failure } from '../failure.ts';
import type { PartyDesk, PartyRequest } from '../party/party-desk.ts';
import type { Guest } from '../party/running-parties.ts';
import type { Calls } from './calls.ts';
import type { Nodes } from './nodes.ts';

const job = 'parties';

type Asked = { socketId: string; userId: string; request: PartyRequest };
type Probed = { socketId: string; partyId: string; patience: number };

const unreachable = failure('unavailable', 'Listening parties can’t be reached. Try again in a moment.');

/**
 * One node has all listening parties, and its clock is theirs; the others forward what their sockets ask, and answer its
 * probes. When it lapses its parties are over, as when a server that is alone restarts.
 */
export function createSharedPartyDesk(parts: {
  own: PartyDesk;
  calls: Calls;
  nodes: Nodes;
  log: Logger;
}): PartyDesk {
  const { own, calls, nodes, log } = parts;
  /** The sockets of this node that have asked for something. */
  const guests = new Map<string, Guest>();
  /** Sockets of other nodes. One that is gone is no longer in it. */
  const remote = new Map<string, Guest>();
  let holder: Promise<string> | null = null;
  const forget = () => {
    holder = null;
  };
  nodes.onLapse(forget);
  nodes.onReturn(forget);

  calls.serve('party', async (input, from) => {
    const { socketId, userId, request } = input as Asked;
    const guest = remote.get(socketId) ?? remoteGuest(socketId, userId, from);
    remote.set(socketId, guest);
    return own.ask(guest, request);
  });
  calls.serve('party-gone', async (input) => {
    const { socketId } = input as { socketId: string };
    const guest = remote.get(socketId);
    remote.delete(socketId);
    if (guest) own.gone(guest);
  });
  calls.serve('party-probe', async (input) => {
    const { socketId, partyId, patience } = input as Probed;
    const guest = guests.get(socketId);
    if (!guest) throw new Error('There is no such socket');
    return guest.probe(partyId, patience);
  });

  function remoteGuest(socketId: string, userId: string, node: string): Guest {
    return {
      ...{ socketId, userId },
      isConnected: () => remote.has(socketId),
      probe: async (partyId, patience) => {
        const input: Probed = { socketId, partyId, patience };
        await calls.call(node, 'party-probe', input, patience).catch((error) => {
          remote.delete(socketId);
          throw error;
        });
      },
    };
  }

  /** The node that has the parties; this one, if there was none. */
  async function find(): Promise<string> {
    holder ??= nodes.ready.then(() => nodes.holderOf(job));
    try {
      return await holder;
    } catch (error) {
      forget();
      throw error;
    }
  }

  return {
    async ask(guest, request) {
      guests.set(guest.socketId, guest);
      try {
        const at = await find();
        if (at === nodes.id) return await own.ask(guest, request);
        const asked: Asked = { socketId: guest.socketId, userId: guest.userId, request };
        return await calls.call(at, 'party', asked);
      } catch (error) {
        // It may have ended in peace, and another one has the parties now.
        forget();
        log.warn({ err: error }, 'The node with the listening parties could not be asked');
        return unreachable;
      }
    },
    gone(guest) {
      if (!guests.delete(guest.socketId)) return;
      own.gone(guest);
      find()
        .then((at) => at !== nodes.id && calls.call(at, 'party-gone', { socketId: guest.socketId }))
        // Its probes find out.
        .catch(() => {});
    },
  };
}
