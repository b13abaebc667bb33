import type { Cursor } from '../../client/realtime/topic-state.ts';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import type { Position } from '../../protocol/wire/event.ts';
import type { Topic } from '../../protocol/wire/topic.ts';
import type { MemberName } from './band.ts';
import type { ServerMachine } from './server-machine.ts';
import type { World } from './world.ts';

/**
 * Watches what a page shows on top of what it has read: an operation that the server has applied may only leave once the
 * page has heard its events. It is judged by the server's own answer, so nothing depends on what the client keeps of it.
 */
export function createOverlayWatch(parts: {
  world: World;
  server: ServerMachine;
  member: MemberName;
  cursorOf(topic: Topic): Cursor | null;
  /** The last `seq` that the page heard of a topic; undefined if anything may come. */
  heard(topic: Topic): number | undefined;
}): { changed(operations: readonly PendingOperation[]): void } {
  const { world, server, member, cursorOf, heard } = parts;
  let shown: readonly PendingOperation[] = [];

  function isMissing({ topic, seq }: Position, epoch: string): boolean {
    const cursor = cursorOf(topic);
    if (cursor === null || cursor.epoch !== epoch) return false;
    return cursor.seq < seq || (heard(topic) ?? seq) < seq;
  }

  return {
    changed(operations) {
      const present = new Set(operations.map(({ operationId }) => operationId));
      for (const { operationId, kind, state } of shown) {
        if (present.has(operationId) || state.kind === 'refused') continue;
        if (world.ledger.find(operationId)?.isWithdrawn) continue;
        const applied = server.positionsOf(operationId);
        if (!applied || isOfAnotherEpoch(state, applied.epoch)) continue;
        const missing = applied.positions.find((position) => isMissing(position, applied.epoch));
        if (!missing) continue;
        const { topic, seq } = missing;
        world.complain(`${member} no longer sees ${kind} ${operationId}, and has not heard ${topic} ${seq}`);
      }
      world.tally.overlays += operations.filter(({ state }) => state.kind === 'confirmed').length;
      shown = operations;
    },
  };
}

/**
 * A backup was put back, and the client didn't know it yet when the answer came: it can't tell that the positions are of
 * the new epoch, and lets go of the operation with the first snapshot of that.
 */
function isOfAnotherEpoch(state: PendingOperation['state'], epoch: string): boolean {
  return state.kind === 'confirmed' && state.positions.some((position) => position.epoch !== epoch);
}
