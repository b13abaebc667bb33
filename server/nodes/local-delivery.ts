import type { Kysely } from 'kysely';
import type { SerialQueue } from '../../common/serial-queue.ts';
import type { Database } from '../db/schema.ts';
import { readHead } from '../events/log.ts';
import { pokeRooms, type Rooms } from '../realtime/poke-rooms.ts';
import type { Delivery } from './delivery.ts';

/** For a server that is alone: the order of its commits is the order of every topic. */
export function createLocalDelivery(parts: {
  db: Kysely<Database>;
  queue: SerialQueue;
  rooms: Rooms;
}): Delivery {
  const { db, queue, rooms } = parts;
  return {
    committed: (commit) => pokeRooms(rooms, commit),
    enter: (topic, task) => queue.run(async () => task(await readHead(db, topic))),
    open: () => {},
    run: queue.run,
  };
}
