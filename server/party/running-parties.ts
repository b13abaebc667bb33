import type { Clock } from '../../common/clock.ts';
import type { EphemeralEventName, EphemeralEventPayload } from '../../protocol/wire/event.ts';
import type { Party, PartyState } from '../../protocol/wire/party.ts';

/** A socket that may listen. It is in one party at most. */
export type Guest = {
  socketId: string;
  userId: string;
  isConnected(): boolean;
  /** Rejects if the socket gives no sign of life in time. */
  probe(partyId: string, patienceMilliseconds: number): Promise<unknown>;
};

/** `delay`: how long messages to it take at most, in milliseconds, as its client says. */
type Listener = Guest & { delay: number };

export type RunningParty = Pick<Party, 'id' | 'projectId' | 'startedBy'> & {
  readonly state: PartyState;
  readonly listeners: ReadonlyMap<string, Listener>;
};

/** The parties of all projects and who is in them, in the memory of this one process. After a restart there are none. */
export type RunningParties = {
  all(): readonly RunningParty[];
  find(partyId: string): RunningParty | undefined;
  /** The party that this socket is in. */
  of(socketId: string): RunningParty | undefined;
  begin(party: Pick<Party, 'id' | 'projectId' | 'startedBy'>, state: PartyState, guest: Guest): RunningParty;
  /** Leaves the party that the socket is in. */
  enter(party: RunningParty, guest: Guest): void;
  /** The last one ends the party. */
  leave(socketId: string): void;
  turn(party: RunningParty, state: PartyState): void;
  /** Shows the others where one of them points. */
  point(party: RunningParty, guest: Guest, seconds: number | null): void;
  noteDelay(socketId: string, milliseconds: number): void;
  /** Forgets all parties and sends nothing. */
  stop(): void;
};

type Changing = RunningParty & {
  state: PartyState;
  listeners: Map<string, Listener>;
  cancelProbe(): void;
};

export function createRunningParties(parts: {
  clock: Clock;
  probe: { every: number; patience: number };
  /** Sends an event to one socket. */
  send<Name extends EphemeralEventName>(
    socketId: string,
    name: Name,
    payload: EphemeralEventPayload<Name>,
  ): void;
  /** Somebody came or went. */
  onChange(party: RunningParty): void;
}): RunningParties {
  const { clock, send, onChange } = parts;
  const parties = new Map<string, Changing>();
  const partyOf = new Map<string, Changing>();

  /** Asks each listener for a sign of life: a dead socket may take half a minute to be noticed otherwise. */
  function probe(party: Changing): void {
    for (const listener of party.listeners.values()) {
      listener.probe(party.id, parts.probe.patience).catch(() => {
        if (party.listeners.get(listener.socketId) === listener) leave(listener.socketId);
      });
    }
    party.cancelProbe = clock.later(parts.probe.every, () => probe(party));
  }

  function enter({ id }: RunningParty, guest: Guest): void {
    const party = parties.get(id);
    if (!party) return;
    if (partyOf.get(guest.socketId) !== party) leave(guest.socketId);
    party.listeners.set(guest.socketId, { ...guest, delay: 0 });
    partyOf.set(guest.socketId, party);
    onChange(party);
  }

  function leave(socketId: string): void {
    const party = partyOf.get(socketId);
    const gone = party?.listeners.get(socketId);
    if (!party || !gone) return;
    point(party, gone, null);
    partyOf.delete(socketId);
    party.listeners.delete(socketId);
    if (party.listeners.size === 0) {
      party.cancelProbe();
      parties.delete(party.id);
    }
    onChange(party);
  }

  function point(party: RunningParty, { socketId, userId }: Guest, seconds: number | null): void {
    const pointer = { partyId: party.id, userId, fileId: party.state.fileId, seconds };
    for (const other of party.listeners.keys()) {
      if (other !== socketId) send(other, 'party:pointer', pointer);
    }
  }

  return {
    all: () => [...parties.values()],
    find: (partyId) => parties.get(partyId),
    of: (socketId) => partyOf.get(socketId),
    begin(made, state, guest) {
      const party: Changing = { ...made, state, listeners: new Map(), cancelProbe: () => {} };
      parties.set(party.id, party);
      enter(party, guest);
      probe(party);
      return party;
    },
    enter,
    leave,
    turn({ id }, state) {
      const party = parties.get(id);
      if (!party) return;
      party.state = state;
      for (const socketId of party.listeners.keys()) send(socketId, 'party:state', state);
    },
    point,
    noteDelay(socketId, milliseconds) {
      const listener = partyOf.get(socketId)?.listeners.get(socketId);
      if (listener) listener.delay = milliseconds;
    },
    stop() {
      for (const party of parties.values()) party.cancelProbe();
      parties.clear();
      partyOf.clear();
    },
  };
}

/** A party as members see it. */
export function shownParty({ id, projectId, startedBy, state, listeners }: RunningParty): Party {
  const listenerIds = [...new Set([...listeners.values()].map(({ userId }) => userId))];
  return { id, projectId, startedBy, fileId: state.fileId, listenerIds };
}
