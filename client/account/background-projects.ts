import type { Realtime } from '../realtime/create-realtime.ts';

/** The projects that are followed although they are not on screen. */
export type BackgroundProjects = {
  /** Exactly these, from now on. */
  set(projectIds: Set<string>): void;
  /** Follows again those that were left in between, such as a project that was left and joined again. */
  followAgain(): void;
};

export function createBackgroundProjects(
  realtime: Pick<Realtime, 'follow' | 'unfollow'>,
): BackgroundProjects {
  let current = new Set<string>();

  function set(projectIds: Set<string>): void {
    for (const id of projectIds) realtime.follow(id, 'background');
    for (const id of current) if (!projectIds.has(id)) realtime.unfollow(id, 'background');
    current = projectIds;
  }

  return { set, followAgain: () => set(current) };
}
