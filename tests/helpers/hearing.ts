import type { Socket } from 'socket.io-client';
import { expect } from 'vitest';
import { ephemeralEventSchemas, loggedEventSchemas } from '../../protocol/wire/event.ts';
import type { Topic } from '../../protocol/wire/topic.ts';
import type { SeenEvent } from './server.ts';

/**
 * Waits until everything the server sent to this socket before now has arrived: an acknowledgement that went through
 * the server's queue comes after every event poked before it, on the same connection.
 */
export async function settled(socket: Socket): Promise<void> {
  await socket.timeout(10_000).emitWithAck('hello', {});
}

/** The payload is exactly what its schema says: nothing is missing and nothing is added. */
export function expectExactPayload({ name, payload }: SeenEvent): void {
  const schema = { ...loggedEventSchemas, ...ephemeralEventSchemas }[name as keyof typeof loggedEventSchemas];
  expect(schema, `a schema for ${name}`).toBeDefined();
  expect(schema.parse(payload)).toStrictEqual(payload);
}

/** Logged at some moment after an upload, when the server has measured the file. */
const found = new Set(['file:measured', 'file:compared']);

/** The events heard on one topic, without those whose moment depends on the machine. */
export function ofTopic(seen: SeenEvent[], topic: Topic): SeenEvent[] {
  return seen.filter(({ name, position }) => position?.topic === topic && !found.has(name));
}

/** Each topic's events came in the order of `seq`, without gaps. Returns the last `seq` of each. */
export function expectGapless(seen: SeenEvent[]): Map<string, number> {
  const last = new Map<string, number>();
  for (const { name, position } of seen) {
    expect(position, `a position for ${name}`).toBeDefined();
    const { topic, seq } = position ?? { topic: '', seq: 0 };
    const before = last.get(topic);
    if (before !== undefined) expect(seq).toBe(before + 1);
    last.set(topic, seq);
  }
  return last;
}
