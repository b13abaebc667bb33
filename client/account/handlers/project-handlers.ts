import * as z from 'zod';
import type { HeldDeletedItem } from '../../../protocol/ipc/deleted-cut.ts';
import { deletedCutSchema } from '../../../protocol/wire/cut.ts';
import { deletedItemSchema } from '../../../protocol/wire/deleted.ts';
import { storageSchema } from '../../../protocol/wire/file.ts';
import type { Cache } from '../../cache/cache.ts';
import { readProjectSnapshot } from '../../realtime/project-source.ts';
import { done, type HandlersOf, nothing, type WithAccount } from './handlers.ts';

export function createProjectHandlers(
  withAccount: WithAccount,
): HandlersOf<'projects' | 'cuts' | 'deleted' | 'files'> {
  return {
    'projects.list': () =>
      withAccount(async ({ cache, projectList }) => {
        const refreshed = projectList.refresh();
        // If the list was never read, an empty one would be wrong.
        if (!cache.hasProjects()) await refreshed;
        return done(cache.listProjects());
      }),
    'projects.read': ({ id }) =>
      withAccount(async ({ cache, client }) => {
        const cached = cache.readProject(id);
        if (cached) return done(cached);
        const snapshot = await readProjectSnapshot(client, id);
        if (!snapshot.ok) return snapshot;
        cache.replaceProject(snapshot.data);
        return done(cache.readProject(id) ?? snapshot.data);
      }),
    'projects.enter': ({ id }) =>
      withAccount(({ realtime }) => {
        realtime.follow(id, 'screen');
        return nothing;
      }),
    'projects.leave': ({ id }) =>
      withAccount(({ realtime }) => {
        realtime.unfollow(id, 'screen');
        return nothing;
      }),
    'deleted.list': () =>
      withAccount(async ({ cache, client, connection }) => {
        const here = () => done({ items: deletedHere(cache), isFromHere: true });
        if (connection.current().kind === 'offline') return here();
        const schema = z.array(deletedItemSchema);
        const answer = await client.request({ method: 'GET', path: '/api/deleted', schema });
        if (!answer.ok) return answer.kind === 'offline' ? here() : answer;
        return done({ items: answer.data, isFromHere: false });
      }),
    'cuts.deleted': ({ projectId }) =>
      withAccount(async ({ cache, client, connection }) => {
        const here = () => done({ cuts: cache.listDeletedCuts(projectId), isFromHere: true });
        if (connection.current().kind === 'offline') return here();
        const path = `/api/projects/${projectId}/deleted-cuts`;
        const answer = await client.request({ method: 'GET', path, schema: z.array(deletedCutSchema) });
        if (!answer.ok) return answer.kind === 'offline' ? here() : answer;
        cache.replaceDeletedCuts(projectId, answer.data);
        return done({ cuts: answer.data, isFromHere: false });
      }),
    'files.storage': () =>
      withAccount(({ client }) =>
        client.request({ method: 'GET', path: '/api/files/storage', schema: storageSchema }),
      ),
  };
}

/** The cuts whose deletion is known here, in all projects, last deleted first. */
function deletedHere(cache: Cache): HeldDeletedItem[] {
  return cache
    .listProjects()
    .flatMap(({ id: projectId, name: projectName }) =>
      cache.listDeletedCuts(projectId).map(({ cut, vibeName, ...rest }) => ({
        ...{ kind: 'cut' as const, id: cut.id, name: cut.name, projectId, projectName, within: vibeName },
        ...{ cut, ...rest },
      })),
    )
    .sort((one, other) => (one.deletedAt < other.deletedAt ? 1 : -1));
}
