import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Environment } from '../../common/environment.ts';
import type { SerialQueue } from '../../common/serial-queue.ts';
import type { Commit } from '../../server/commands/dispatcher.ts';
import type { SocketChange } from '../../server/commands/handler.ts';
import type { Database } from '../../server/db/schema.ts';
import { readEventsAfter, readHeads } from '../../server/events/read-after.ts';
import type { IdSource } from '../../server/ids.ts';
import { type Delivery, hintOf } from '../../server/nodes/delivery.ts';
import { createLocalDelivery } from '../../server/nodes/local-delivery.ts';
import { aloneNode, createNodes, type Nodes } from '../../server/nodes/nodes.ts';
import { createSharedDelivery } from '../../server/nodes/shared-delivery.ts';
import { createSharedRoster } from '../../server/nodes/shared-roster.ts';
import { checkMembers } from '../../server/realtime/check-members.ts';
import { hearHints } from '../../server/realtime/hear-hints.ts';
import { createLocalRoster, type Roster } from '../../server/realtime/roster.ts';
import type { Hub } from './hub.ts';
import type { Life } from './life.ts';
import type { SimulatedBus } from './simulated-bus.ts';
import type { Variant } from './variant.ts';

/** The parts of a life of a server that depend on whether there is another one. */
export type LifeSharing = {
  delivery: Delivery;
  roster: Roster;
  nodes: Nodes;
  /** Tells the others. */
  publish(commit: Commit): void;
  /** Hears the others. */
  hear(follow: (changes: readonly SocketChange[]) => void): void;
};

type Parts = {
  db: Kysely<Database>;
  queue: SerialQueue;
  hub: Pick<Hub, 'rooms' | 'isOpen' | 'present'>;
  life: Life;
  ids: IdSource;
  environment: Environment;
  variant: Variant;
  log: Logger;
};

export function lifeAlone({ db, queue, hub }: Parts): LifeSharing {
  return {
    delivery: createLocalDelivery({ db, queue, rooms: hub.rooms }),
    roster: createLocalRoster(),
    nodes: aloneNode('server'),
    publish: () => {},
    hear: () => {},
  };
}

export function lifeAmongOthers(parts: Parts, wires: SimulatedBus): LifeSharing {
  const { db, queue, hub, life, ids, environment, variant, log } = parts;
  const nodes = createNodes({ db, name: 'server', secretFingerprint: 'one', environment, log });
  const bus = wires.connect(life, { node: nodes.id, clock: ids.latest });
  bus.onHint(({ clock }) => ids.heard(clock));
  const sharing = { isAlone: false, bus, nodes, close: async () => {} };
  const own = createSharedDelivery({
    ...{ rooms: hub.rooms, isOpen: hub.isOpen, changes: queue, log },
    readHeads: (topics) => readHeads(db, topics),
    readEvents: (after) => readEventsAfter(db, after),
  });
  const delivery = variant.delivery?.(own, hub.rooms) ?? own;
  const roster = createSharedRoster({ db, sharing, clock: environment.clock, log });
  return {
    ...{ delivery, roster, nodes },
    publish: (commit) => bus.publish(hintOf(commit)),
    hear: (follow) =>
      hearHints({
        ...{ sharing, delivery, roster, follow },
        emit: () => {},
        type: () => {},
        endSession: () => {},
        check: () => void checkMembers(db, hub.present()).catch(() => {}),
      }),
  };
}
