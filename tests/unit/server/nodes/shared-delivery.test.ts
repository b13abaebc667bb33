import pino from 'pino';
import { expect, it } from 'vitest';
import { createSerialQueue } from '../../../../common/serial-queue.ts';
import { projectTopic, type Topic, userTopic } from '../../../../protocol/wire/topic.ts';
import type { Commit } from '../../../../server/commands/dispatcher.ts';
import { hintOf, type PositionedEvent } from '../../../../server/nodes/delivery.ts';
import { createSharedDelivery } from '../../../../server/nodes/shared-delivery.ts';

const song = projectTopic('song');
const other = projectTopic('other');

/** A node over a log that others write too. */
function openNode() {
  const log: PositionedEvent[] = [];
  const rooms = new Map<string, Set<string>>();
  const heard: string[] = [];
  let reads = 0;
  const head = (topic: Topic) => log.filter(({ position }) => position.topic === topic).length;
  const inRoom = (room: string) => rooms.get(room) ?? new Set<string>();
  const delivery = createSharedDelivery({
    log: pino({ level: 'silent' }),
    changes: createSerialQueue(),
    isOpen: (room) => inRoom(room).size > 0,
    readHeads: async (topics) => new Map(topics.map((topic) => [topic, head(topic)])),
    readEvents: async (after) => {
      reads += 1;
      return log.filter(({ position: { topic, seq } }) => seq > (after.get(topic) ?? Infinity)).slice(0, 3);
    },
    rooms: {
      emit: (room, _name, payload) => {
        for (const socket of inRoom(room)) heard.push(`${socket}: ${JSON.stringify(payload)}`);
      },
      leave: (sockets, room) => {
        for (const socket of inRoom(sockets)) inRoom(room).delete(socket);
      },
      empty: (room) => inRoom(room).clear(),
    },
  });
  const enter = (socket: string, topic: Topic) =>
    delivery.enter(topic, async (at) => {
      rooms.set(topic, inRoom(topic).add(socket));
      return at;
    });
  /** Any node commits. */
  function commit(topic: Topic, payload: unknown, name = 'vibe:created'): Commit {
    const position = { topic, seq: head(topic) + 1 };
    log.push({ name, payload, position });
    return { events: [{ topic, event: { name, payload } as never, position }], changes: [] };
  }
  return { delivery, enter, commit, heard, reads: () => reads, log };
}

it('sends its own commits at once, without reading', async () => {
  const node = openNode();
  await node.enter('ana', song);
  node.delivery.committed(node.commit(song, 1));
  expect(node.heard).toEqual(['ana: 1']);
  expect(node.reads()).toBe(0);
});

it('sends what another node committed before its own, whichever it hears of first', async () => {
  const node = openNode();
  await node.enter('ana', song);
  node.commit(song, 1);
  node.delivery.committed(node.commit(song, 2));
  await node.delivery.run(async () => {});
  node.delivery.heard({ heads: { [song]: 1 } });
  node.delivery.heard({ heads: { [song]: 2 } });
  await node.delivery.run(async () => {});
  expect(node.heard).toEqual(['ana: 1', 'ana: 2']);
});

it('sends each event once, however often and in which order hints arrive', async () => {
  const node = openNode();
  await node.enter('ana', song);
  await node.enter('ana', other);
  for (let count = 1; count <= 9; count++) node.commit(count % 2 === 0 ? other : song, count);
  for (const head of [3, 1, 5, 5, 2])
    node.delivery.heard({ heads: { [song]: head, [other]: Math.min(4, head) } });
  await node.delivery.run(async () => {});
  expect(node.heard.filter((line) => Number(line.slice(5)) % 2 === 1)).toEqual(
    [1, 3, 5, 7, 9].map((count) => `ana: ${count}`),
  );
  expect(node.heard).toHaveLength(9);
});

it('finds what no hint told of when it compares', async () => {
  const node = openNode();
  await node.enter('ana', song);
  node.commit(song, 1);
  node.commit(song, 2);
  await node.delivery.compare();
  expect(node.heard).toEqual(['ana: 1', 'ana: 2']);
});

it('answers who enters the place from which they hear', async () => {
  const node = openNode();
  node.commit(song, 1);
  expect(await node.enter('ana', song)).toBe(1);
  node.commit(song, 2);
  expect(await node.enter('ben', song)).toBe(2);
  node.delivery.committed(node.commit(song, 3));
  expect(node.heard).toEqual(['ana: 2', 'ana: 3', 'ben: 3']);
});

it('sends a removed member nothing more, in the order of the log', async () => {
  const node = openNode();
  await node.enter('ben', userTopic('ben'));
  await node.enter('ana', song);
  await node.enter('ben', song);
  node.commit(song, 1);
  node.commit(song, { projectId: 'song', userId: 'ben' }, 'member:left');
  node.commit(song, 3);
  // The hint of the removal is lost, and one of a later change arrives.
  node.delivery.committed(node.commit(song, 4));
  await node.delivery.run(async () => {});
  expect(node.heard.filter((line) => line.startsWith('ben'))).toEqual(['ben: 1']);
  expect(node.heard.filter((line) => line.startsWith('ana'))).toHaveLength(4);
});

it('lets a late hint of a removal not touch a member who is back', async () => {
  const node = openNode();
  await node.enter('ben', userTopic('ben'));
  node.commit(song, { projectId: 'song', userId: 'ben' }, 'member:left');
  await node.enter('ben', song);
  node.delivery.heard({ heads: { [song]: 1 } });
  node.delivery.committed(node.commit(song, 2));
  await node.delivery.run(async () => {});
  expect(node.heard).toEqual(['ben: 2']);
});

it('empties the room of a deleted project after its last event', async () => {
  const node = openNode();
  await node.enter('ana', song);
  node.commit(song, 'over', 'project:deleted');
  node.delivery.heard({ heads: { [song]: 1 } });
  await node.delivery.run(async () => {});
  node.delivery.committed(node.commit(song, 2));
  expect(node.heard).toEqual(['ana: "over"']);
});

it('goes on behind a log that was shortened', async () => {
  const node = openNode();
  await node.enter('ana', song);
  node.commit(song, 1);
  const removed = node.log.splice(0);
  node.delivery.heard({ heads: { [song]: 1 } });
  await node.delivery.run(async () => {});
  node.log.push(...removed);
  node.delivery.committed(node.commit(song, 2));
  expect(node.heard).toEqual(['ana: 2']);
});

it('sends the events of a hint that continue what it has sent, without reading', async () => {
  const node = openNode();
  await node.enter('ana', song);
  const [first, second] = [hintOf(node.commit(song, 1)), hintOf(node.commit(song, 2))];
  node.delivery.heard(first);
  node.delivery.heard(first);
  node.delivery.heard(second);
  expect(node.heard).toEqual(['ana: 1', 'ana: 2']);
  expect(node.reads()).toBe(0);
});

it('reads the log where the events of a hint come after a gap', async () => {
  const node = openNode();
  await node.enter('ana', song);
  node.commit(song, 1);
  const [second, third] = [hintOf(node.commit(song, 2)), hintOf(node.commit(song, 3))];
  node.delivery.heard(third);
  node.delivery.heard(second);
  await node.delivery.run(async () => {});
  expect(node.heard).toEqual(['ana: 1', 'ana: 2', 'ana: 3']);
  expect(node.reads()).toBe(1);
});

it('lets a removed member not hear the events of a hint after the removal', async () => {
  const node = openNode();
  await node.enter('ben', userTopic('ben'));
  await node.enter('ana', song);
  await node.enter('ben', song);
  const removal = node.commit(song, { projectId: 'song', userId: 'ben' }, 'member:left');
  node.delivery.heard(hintOf(removal));
  node.delivery.heard(hintOf(node.commit(song, 2)));
  expect(node.heard.filter((line) => line.startsWith('ben'))).toEqual([]);
  expect(node.heard).toHaveLength(2);
});
