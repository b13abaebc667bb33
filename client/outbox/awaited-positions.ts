import type { AwaitedPosition } from '../../protocol/ipc/outbox.ts';
import type { Position } from '../../protocol/wire/event.ts';
import { parseTopic } from '../../protocol/wire/topic.ts';
import type { Cache } from '../cache/cache.ts';

/** The positions of the log that the cache has yet to reach. */
export type LogProgress = {
  /**
   * `positions`, or none once all have been reached. Those reached already are kept with the others: a power cut may
   * take them from the cache, but not from the outbox. A topic is not waited for while the cache doesn't hold it.
   */
  awaited(positions: readonly Position[]): AwaitedPosition[];
  isReached(position: AwaitedPosition): boolean;
};

/**
 * Another epoch ends the wait: the topic was read again from a server that was restored, so the position is of a past
 * that no longer exists. An event that only announces another list of projects shows nothing before that list was read.
 */
export function createLogProgress(cache: Pick<Cache, 'readCursor' | 'isStale'>): LogProgress {
  function isReached({ topic, epoch, seq }: AwaitedPosition): boolean {
    const cursor = cache.readCursor(topic);
    if (cursor === null || cursor.epoch !== epoch) return true;
    return cursor.seq >= seq && !(parseTopic(topic).kind === 'user' && cache.isStale('projects'));
  }

  return {
    awaited(positions) {
      // All topics of a server have one epoch, also one whose first snapshot is still on its way.
      const epoch = positions.flatMap(({ topic }) => cache.readCursor(topic)?.epoch ?? []).at(0);
      if (epoch === undefined) return [];
      const awaited = positions.map(({ topic, seq }) => {
        return { topic, seq, epoch: cache.readCursor(topic)?.epoch ?? epoch };
      });
      return awaited.every(isReached) ? [] : awaited;
    },
    isReached,
  };
}
