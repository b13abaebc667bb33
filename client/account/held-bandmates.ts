import type { KnownBandmate } from '../../protocol/ipc/known-bandmate.ts';
import type { Cache } from '../cache/cache.ts';

/**
 * Everyone who shares a cached project with the user, by name. Until the server has been reached their presence is
 * unknown, but all of them can be written to.
 */
export function heldBandmates(
  cache: Pick<Cache, 'listProjects' | 'readProject'>,
  ownUserId: string,
): KnownBandmate[] {
  const found = new Map<string, KnownBandmate>();
  for (const { id } of cache.listProjects()) {
    for (const { user } of cache.readProject(id)?.members ?? []) {
      const { id: userId, name, avatarUrl } = user;
      found.set(userId, { userId, name, avatarUrl, isOnline: null });
    }
  }
  found.delete(ownUserId);
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}
