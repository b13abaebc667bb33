import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Environment } from '../../common/environment.ts';
import type { SerialQueue } from '../../common/serial-queue.ts';
import type { SocketChange } from '../commands/handler.ts';
import type { ServerConfig } from '../config.ts';
import type { Database } from '../db/schema.ts';
import { readEventsAfter, readHeads } from '../events/read-after.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { createCalls } from '../nodes/calls.ts';
import type { Delivery } from '../nodes/delivery.ts';
import { createLocalDelivery } from '../nodes/local-delivery.ts';
import { createSharedDelivery } from '../nodes/shared-delivery.ts';
import { createSharedPartyDesk } from '../nodes/shared-party-desk.ts';
import { createSharedRoster } from '../nodes/shared-roster.ts';
import type { Sharing } from '../nodes/sharing.ts';
import { createParties, type Parties } from '../party/parties.ts';
import { createPartyDesk, type PartyDesk } from '../party/party-desk.ts';
import { checkMembers } from './check-members.ts';
import { hearHints } from './hear-hints.ts';
import type { Outlet } from './outlet.ts';
import { createPresence, type Presence } from './presence.ts';
import { userRoom } from './rooms.ts';
import { createLocalRoster } from './roster.ts';
import { createTyping, type Typist } from './typing.ts';
import { createTypingDevices } from './typing-devices.ts';

/** Everything that the sockets of this node share with those of the others. */
export type SharedParts = {
  delivery: Delivery;
  presence: Presence;
  desk: PartyDesk;
  createTypist(userId: string): Typist;
  /** Carries out changes of membership, besides those of rooms. */
  follow(changes: readonly SocketChange[]): void;
  stop(): void;
};

type Parts = {
  config: ServerConfig;
  db: Kysely<Database>;
  queue: SerialQueue;
  environment: Environment;
  sharing: Sharing;
  outlet: Outlet;
  sessions: { end(sessionId: string): void; checkAll(): void };
  metrics: Metrics;
  log: Logger;
};

export function createSharedParts(parts: Parts): SharedParts {
  const { db, queue, sharing, outlet, log } = parts;
  const { clock } = parts.environment;
  const { bus, nodes } = sharing;
  const typing = createTypingDevices({
    clock,
    send: (to, payload) => outlet.here(userRoom(to), 'chat:typing', payload),
  });
  const createTypist = createTyping({
    ...{ db, queue, clock, log },
    send(to, payload) {
      typing.hear(nodes.id, { to, ...payload });
      bus.publish({ kind: 'typing', to, ...payload });
    },
  });
  const parties = createParties({
    ...{ db, queue, log, environment: parts.environment, probe: parts.config.partyProbe },
    send: outlet.everywhere,
  });
  const { delivery, roster, desk, share } = sharing.isAlone
    ? partsOfOne(parts, parties)
    : partsOfMany(parts, parties);
  const presence = createPresence({
    ...{ db, queue, clock, roster, log, graceMilliseconds: parts.config.presenceGraceMilliseconds },
    send: (userId, payload) => outlet.here(userRoom(userId), 'chat:presence', payload),
  });
  function follow(changes: readonly SocketChange[]): void {
    for (const change of changes) presence.follow(change);
    parties.follow(changes);
  }
  share({ follow, type: typing.hear });
  return {
    ...{ delivery, presence, desk, createTypist, follow },
    stop() {
      presence.stop();
      typing.stop();
      parties.stop();
    },
  };
}

type Hearing = Pick<Parameters<typeof hearHints>[0], 'follow' | 'type'>;

function partsOfOne({ db, queue, environment, outlet }: Parts, parties: Parties) {
  return {
    delivery: createLocalDelivery({ db, queue, rooms: outlet.rooms }),
    roster: createLocalRoster(),
    desk: createPartyDesk(parties, environment.clock),
    share: (_hearing: Hearing) => {},
  };
}

function partsOfMany(parts: Parts, parties: Parties) {
  const { db, queue, environment, sharing, outlet, sessions, metrics, log } = parts;
  const { clock } = environment;
  const { bus, nodes } = sharing;
  const delivery = createSharedDelivery({
    ...{ rooms: outlet.rooms, isOpen: outlet.isOpen, changes: queue, log },
    readHeads: (topics) => readHeads(db, topics),
    readEvents: (after) => readEventsAfter(db, after),
    onGap: () => metrics.gaps.inc(),
  });
  const roster = createSharedRoster({ db, sharing, clock, log });
  const desk = createSharedPartyDesk({
    ...{ nodes, log, calls: createCalls(bus, nodes.id, environment) },
    own: createPartyDesk(parties, clock),
  });
  function check(): void {
    sessions.checkAll();
    Promise.all([checkMembers(db, outlet.present()), parties.check()]).catch((error) =>
      log.error({ err: error }, 'Memberships could not be compared with the database'),
    );
  }
  return {
    ...{ delivery, roster, desk },
    share: (hearing: Hearing) =>
      hearHints({
        ...{ sharing, delivery, roster, check, emit: outlet.here, endSession: sessions.end },
        ...hearing,
      }),
  };
}
