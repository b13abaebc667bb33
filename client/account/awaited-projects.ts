import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import { parseTopic } from '../../protocol/wire/topic.ts';
import type { Realtime } from '../realtime/create-realtime.ts';

/**
 * Follows the projects whose events the outbox waits for, although they may not be on screen. Otherwise a change of a
 * project that was left right afterwards would keep its overlay until the project is opened again.
 */
export type AwaitedProjects = { update(operations: readonly PendingOperation[]): void };

export function createAwaitedProjects(realtime: Pick<Realtime, 'follow' | 'unfollow'>): AwaitedProjects {
  let followed = new Set<string>();
  return {
    update(operations) {
      const awaited = new Set(operations.flatMap(projectsAwaitedBy));
      for (const id of awaited) if (!followed.has(id)) realtime.follow(id, 'outbox');
      for (const id of followed) if (!awaited.has(id)) realtime.unfollow(id, 'outbox');
      followed = awaited;
    },
  };
}

function projectsAwaitedBy({ state }: PendingOperation): string[] {
  if (state.kind !== 'confirmed') return [];
  return state.positions.flatMap(({ topic }) => {
    const { kind, id } = parseTopic(topic);
    return kind === 'project' ? [id] : [];
  });
}
