import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Environment } from '../../common/environment.ts';
import type { SerialQueue } from '../../common/serial-queue.ts';
import type { EphemeralEventName, EphemeralEventPayload } from '../../protocol/wire/event.ts';
import type {
  Party,
  PartyAnswer,
  PartyControl,
  PartyDone,
  PartyState,
  StartParty,
} from '../../protocol/wire/party.ts';
import { notFound } from '../commands/access.ts';
import type { SocketChange } from '../commands/handler.ts';
import type { Database } from '../db/schema.ts';
import { readMembers, readRole } from '../entities/member.ts';
import { failure } from '../failure.ts';
import { userRoom } from '../realtime/rooms.ts';
import { leadFor, partyLimits } from './party-limits.ts';
import { afterControl } from './party-state.ts';
import { createRunningParties, type Guest, type RunningParty, shownParty } from './running-parties.ts';

/** Listening parties, for members of their projects only. */
export type Parties = {
  /** The parties of the projects that this person is in. */
  list(userId: string): Promise<Party[]>;
  start(guest: Guest, input: StartParty): Promise<PartyAnswer>;
  join(guest: Guest, partyId: string): Promise<PartyAnswer>;
  /** Also when the socket has disconnected. */
  leave(socketId: string): void;
  /** The id of the party that this socket is in. */
  partyOf(socketId: string): string | null;
  control(guest: Guest, partyId: string, control: PartyControl): Promise<PartyDone>;
  point(guest: Guest, partyId: string, seconds: number | null): PartyDone;
  /** How long messages to that socket take at most, in milliseconds, as its client says. */
  noteDelay(socketId: string, milliseconds: number): void;
  /** Carries out a committed change: whoever left a project leaves its parties. */
  follow(changes: readonly SocketChange[]): void;
  /** Lets those leave who are members no more: changes may have been missed. */
  check(): Promise<void>;
  stop(): void;
};

const over = failure('not-found', 'This listening party is over.');

export function createParties(parts: {
  db: Kysely<Database>;
  /** Members are read in the queue of changes, so that a removal can't overtake a join. */
  queue: SerialQueue;
  environment: Environment;
  probe: { every: number; patience: number };
  /** Sends an event to a room; each socket is in a room of its own id. */
  send<Name extends EphemeralEventName>(room: string, name: Name, payload: EphemeralEventPayload<Name>): void;
  log: Logger;
}): Parties {
  const { db, queue, send } = parts;
  const { clock, newId } = parts.environment;
  const running = createRunningParties({ ...parts, clock, onChange: announce });

  /** Sends every member who listens to what. */
  function announce(party: RunningParty): void {
    queue
      .run(async () => {
        for (const { user } of await readMembers(db, party.projectId)) {
          send(userRoom(user.id), 'party:changed', shownParty(party));
        }
      })
      .catch((error) => parts.log.error({ err: error }, 'A listening party could not be announced'));
  }

  function apply(guest: Guest, partyId: string, control: PartyControl): PartyDone {
    const party = running.of(guest.socketId);
    if (party?.id !== partyId) return over;
    const delays = [...party.listeners.values()].map(({ delay }) => delay);
    const at = clock.monotonic() + leadFor(delays);
    running.turn(party, afterControl(party.state, control, { by: guest.userId, at }));
    return { ok: true };
  }

  return {
    list: (userId) =>
      queue.run(async () => {
        const own = await db.selectFrom('member').select('projectId').where('userId', '=', userId).execute();
        const projectIds = new Set(own.map(({ projectId }) => projectId));
        return running
          .all()
          .filter(({ projectId }) => projectIds.has(projectId))
          .map(shownParty);
      }),
    start: (guest, { projectId, ...playing }) =>
      queue.run(async () => {
        if (!(await readRole(db, projectId, guest.userId))) return notFound('project');
        if (!(await isSoundOf(db, projectId, playing.fileId))) return notFound('file');
        const others = running.all().filter((party) => party.projectId === projectId);
        if (others.length >= partyLimits.partiesOfProject)
          return failure('rate-limited', 'There are too many listening parties here. Join one of them.');
        if (!guest.isConnected()) return over;
        const id = newId();
        const at = clock.monotonic() + leadFor([]);
        const state: PartyState = { partyId: id, seq: 1, by: guest.userId, at, ...playing };
        const party = running.begin({ id, projectId, startedBy: guest.userId }, state, guest);
        return { ok: true, party: shownParty(party), state };
      }),
    join: (guest, partyId) =>
      queue.run(async () => {
        const asked = running.find(partyId);
        if (!asked || !(await readRole(db, asked.projectId, guest.userId))) return over;
        // It may have ended meanwhile, and the socket may be gone.
        const party = running.find(partyId);
        if (!party || !guest.isConnected()) return over;
        if (party.listeners.size >= partyLimits.listeners && running.of(guest.socketId) !== party)
          return failure('rate-limited', 'This listening party is full.');
        running.enter(party, guest);
        return { ok: true, party: shownParty(party), state: party.state };
      }),
    leave: running.leave,
    partyOf: (socketId) => running.of(socketId)?.id ?? null,
    async control(guest, partyId, control) {
      const party = running.of(guest.socketId);
      if (party?.id !== partyId) return over;
      if (control.kind !== 'open' && control.kind !== 'switch') return apply(guest, partyId, control);
      return queue.run(async () => {
        if (!(await isSoundOf(db, party.projectId, control.fileId))) return notFound('file');
        const applied = apply(guest, partyId, control);
        if (applied.ok) announce(party);
        return applied;
      });
    },
    point(guest, partyId, seconds) {
      const party = running.of(guest.socketId);
      if (party?.id !== partyId) return over;
      running.point(party, guest, seconds);
      return { ok: true };
    },
    noteDelay: running.noteDelay,
    follow(changes) {
      for (const change of changes) {
        if (change.kind !== 'leave-project' && change.kind !== 'close-project') continue;
        for (const { projectId, listeners } of running.all()) {
          if (projectId !== change.projectId) continue;
          for (const { socketId, userId } of [...listeners.values()]) {
            if (change.kind === 'close-project' || userId === change.userId) running.leave(socketId);
          }
        }
      }
    },
    async check() {
      for (const { projectId, listeners } of running.all()) {
        const members = new Set((await readMembers(db, projectId)).map(({ user }) => user.id));
        for (const { socketId, userId } of [...listeners.values()])
          if (!members.has(userId)) running.leave(socketId);
      }
    },
    stop: running.stop,
  };
}

async function isSoundOf(db: Kysely<Database>, projectId: string, fileId: string): Promise<boolean> {
  const file = await db
    .selectFrom('file')
    .select('type')
    .where('id', '=', fileId)
    .where('projectId', '=', projectId)
    .executeTakeFirst();
  return file !== undefined && file.type !== 'IMAGE';
}
