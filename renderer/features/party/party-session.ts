import type { Clock } from '../../../common/clock.ts';
import type { Bridge } from '../../../protocol/ipc/bridge.ts';
import type { ConnectionState } from '../../../protocol/ipc/connection.ts';
import type { RealtimeEvent } from '../../../protocol/ipc/pushes.ts';
import { partyPositionAt } from '../../../protocol/state/party-position.ts';
import type {
  Party,
  PartyControl,
  PartyPointer,
  PartyState,
  StartParty,
} from '../../../protocol/wire/party.ts';
import { createStore, type Store } from '../../platform/store.ts';
import { createClockSamples } from './clock-samples.ts';
import { createControlPace } from './control-pace.ts';
import { type PartySound, type PartyStatus, Steering } from './steering.ts';

/** The party that this window is in. `isReached`: the connection is there, so that orders go to everyone. */
export type OwnParty = {
  party: Party;
  state: PartyState;
  status: PartyStatus;
  isReached: boolean;
  /** Why the last order changed nothing. */
  problem: string | null;
};

/** Where a listener points at the waveform of a file, in seconds. */
export type Pointer = { fileId: string; seconds: number };

export type PartyView = {
  /** In all projects of the user, the own one too. */
  parties: readonly Party[];
  own: OwnParty | null;
  /** By the listener's id. */
  pointers: ReadonlyMap<string, Pointer>;
};

const noPointers: PartyView['pointers'] = new Map();
export const noParty: PartyView = { parties: [], own: null, pointers: noPointers };

export type Asked = { ok: true } | { ok: false; message: string };

/** At most so many pointers a second are sent; the server drops more. */
const pointMilliseconds = 110;

/** The listening parties of the user's projects, and the one that this window is in. */
export class PartySession {
  readonly view: Store<PartyView> = createStore(noParty);
  readonly #bridge: Bridge;
  readonly #clock: Clock;
  readonly #sound: PartySound;
  readonly #samples: ReturnType<typeof createClockSamples>;
  readonly #steering: Steering;
  readonly #pace: ReturnType<typeof createControlPace>;
  readonly #stops: (() => void)[];
  #isRejoining = false;
  /** An event may overtake the answer to a call on the way to the page. */
  #lastState: PartyState | null = null;
  #heardMeanwhile: Party[] | null = null;
  #cancelPoint = () => {};
  #pointedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: {
    bridge: Bridge;
    connection: Pick<Store<ConnectionState>, 'get' | 'subscribe'>;
    clock: Clock;
    sound: PartySound;
  }) {
    const { bridge, connection, clock, sound } = parts;
    this.#bridge = bridge;
    this.#clock = clock;
    this.#sound = sound;
    this.#samples = createClockSamples(clock, (delay) => this.#askClock(delay));
    this.#steering = new Steering({
      ...{ sound, clock, serverTime: this.#samples.serverTime },
      onStatus: (status) => this.#changeOwn((own) => (own.status === status ? own : { ...own, status })),
    });
    this.#pace = createControlPace(clock, (control) => void this.#send(control));
    let isOnline = connection.get().kind === 'online';
    this.#stops = [
      bridge.on('realtime.event', (event) => this.#onEvent(event)),
      connection.subscribe(() => {
        const wasOnline = isOnline;
        isOnline = connection.get().kind === 'online';
        if (isOnline && !wasOnline) this.#reached();
        else if (wasOnline && !isOnline) this.#lost();
      }),
    ];
    // A page that was reloaded is in no party any more; its socket may be.
    void bridge.invoke('party.leave', null);
    if (isOnline) void this.#list();
  }

  async start(input: StartParty): Promise<Asked> {
    const answer = await this.#bridge.invoke('party.start', input);
    if (answer.ok) this.#enter(answer.data.party, answer.data.state);
    return answer;
  }

  async join(partyId: string): Promise<Asked> {
    const answer = await this.#bridge.invoke('party.join', { partyId });
    if (answer.ok) this.#enter(answer.data.party, answer.data.state);
    else if (answer.kind === 'not-found') void this.#list();
    return answer;
  }

  /** The sound goes on as it is. */
  leave(): void {
    if (!this.view.get().own) return;
    void this.#bridge.invoke('party.leave', null);
    this.#exit();
  }

  /** For everyone. */
  control(control: PartyControl): void {
    this.#pace.take(control);
  }

  /** Shows the others a moment of the waveform; null: none any more. */
  point(seconds: number | null): void {
    const { own } = this.view.get();
    this.#cancelPoint();
    if (!own?.isReached) return;
    const send = () => {
      this.#pointedAt = this.#clock.monotonic();
      void this.#bridge.invoke('party.point', { partyId: own.party.id, seconds });
    };
    const wait = this.#pointedAt + pointMilliseconds - this.#clock.monotonic();
    if (wait <= 0) send();
    else this.#cancelPoint = this.#clock.later(wait, send);
  }

  /** The moment of the sound that everyone hears, in seconds. */
  position(): number {
    const { own } = this.view.get();
    const server = this.#samples.serverTime();
    return own && server !== null ? partyPositionAt(own.state, server) : this.#sound.heard();
  }

  /** Something that the sound knows about its files may have changed. */
  look(): void {
    this.#steering.look();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.leave();
  }

  #changeOwn(change: (own: OwnParty) => OwnParty): void {
    this.view.change((known) => {
      const own = known.own && change(known.own);
      return own === known.own ? known : { ...known, own };
    });
  }

  #enter(party: Party, answered: PartyState): void {
    const last = this.#lastState;
    const state = last?.partyId === party.id && last.seq > answered.seq ? last : answered;
    this.#steering.stop();
    this.#pace.drop();
    this.view.change((known) => ({
      parties: withParty(known.parties, party),
      own: { party, state, status: 'joining', isReached: true, problem: null },
      pointers: noPointers,
    }));
    this.#samples.start();
    this.#steering.take(state);
  }

  #exit(): void {
    this.#halt();
    this.view.change((known) => (known.own ? { ...known, own: null, pointers: noPointers } : known));
  }

  #halt(): void {
    this.#steering.stop();
    this.#samples.stop();
    this.#pace.drop();
    this.#cancelPoint();
  }

  #reached(): void {
    void this.#list();
    void this.#rejoin();
  }

  /** The music goes on, and orders are the listener's own until the connection is back. */
  #lost(): void {
    this.#halt();
    this.view.change((known) => ({ ...known, parties: [], pointers: noPointers }));
    this.#changeOwn((own) => ({ ...own, isReached: false }));
  }

  async #rejoin(): Promise<void> {
    const { own } = this.view.get();
    if (!own || this.#isRejoining) return;
    this.#isRejoining = true;
    const { id: partyId } = own.party;
    const answer = await this.#bridge.invoke('party.join', { partyId });
    this.#isRejoining = false;
    if (this.view.get().own?.party.id !== partyId) return;
    if (answer.ok) this.#enter(answer.data.party, answer.data.state);
    else if (answer.kind !== 'offline') this.#exit();
  }

  async #list(): Promise<void> {
    const heard: Party[] = [];
    this.#heardMeanwhile = heard;
    const answer = await this.#bridge.invoke('party.list', null);
    if (!answer.ok || this.#heardMeanwhile !== heard) return;
    this.#heardMeanwhile = null;
    this.view.change((known) => ({ ...known, parties: heard.reduce(withParty, answer.data) }));
  }

  async #askClock(delay: number | null): Promise<number | null> {
    const answer = await this.#bridge.invoke('party.clock', delay === null ? {} : { delay });
    if (!answer.ok) return null;
    // The server may have taken it for gone, while its messages were held up somewhere.
    const { own } = this.view.get();
    if (own?.isReached && answer.data.partyId !== own.party.id) void this.#rejoin();
    return answer.data.at;
  }

  async #send(control: PartyControl): Promise<void> {
    const { own } = this.view.get();
    if (!own) return;
    const answer = await this.#bridge.invoke('party.control', { partyId: own.party.id, control });
    const problem = answer.ok ? null : answer.message;
    this.#changeOwn((known) => (known.problem === problem ? known : { ...known, problem }));
  }

  #onEvent(event: RealtimeEvent): void {
    if (event.name === 'party:changed') this.#changed(event.payload);
    else if (event.name === 'party:state') this.#turn(event.payload);
    else if (event.name === 'party:pointer') this.#pointed(event.payload);
    else if (event.name === 'project:left' || event.name === 'project:deleted') {
      const { projectId } = event.payload;
      if (this.view.get().own?.party.projectId === projectId) this.#exit();
      this.view.change((known) => ({
        ...known,
        parties: known.parties.filter((party) => party.projectId !== projectId),
      }));
    }
  }

  #changed(party: Party): void {
    this.#heardMeanwhile?.push(party);
    this.view.change((known) => ({ ...known, parties: withParty(known.parties, party) }));
    this.#changeOwn((own) =>
      own.party.id === party.id && party.listenerIds.length > 0 ? { ...own, party } : own,
    );
  }

  #turn(state: PartyState): void {
    this.#lastState = state;
    if (this.view.get().own?.party.id !== state.partyId) return;
    this.#changeOwn((own) => (own.state.seq < state.seq ? { ...own, state } : own));
    this.#steering.take(state);
  }

  #pointed({ partyId, userId, fileId, seconds }: PartyPointer): void {
    this.view.change((known) => {
      if (known.own?.party.id !== partyId) return known;
      const pointers = new Map(known.pointers);
      if (seconds === null) pointers.delete(userId);
      else pointers.set(userId, { fileId, seconds });
      return { ...known, pointers };
    });
  }
}

function withParty(parties: readonly Party[], party: Party): readonly Party[] {
  const others = parties.filter(({ id }) => id !== party.id);
  if (party.listenerIds.length === 0) return others;
  const isKnown = others.length < parties.length;
  return isKnown ? parties.map((one) => (one.id === party.id ? party : one)) : [...others, party];
}
