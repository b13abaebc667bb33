import * as z from 'zod';
import { type Activity, activitySchema } from '../../protocol/wire/activity.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import type { Cache } from '../cache/cache.ts';
import type { Log } from '../common/log.ts';
import type { RequestFailureKind, ServerClient } from '../session/server-client.ts';

/** As many of the newest as are compared with the server's: as many as it answers at most. */
const comparedActivities = 200;

export type ActivityFeed = {
  /** The newest from the cache, compared with the server behind the caller's back; earlier ones from the server. */
  list(request: {
    projectId: string | null;
    before?: string | undefined;
    limit: number;
  }): Promise<Outcome<Activity[], RequestFailureKind>>;
  dismiss(ids: readonly string[]): Promise<Outcome<null, RequestFailureKind>>;
  undismiss(ids: readonly string[]): Promise<Outcome<null, RequestFailureKind>>;
  dismissAll(projectId: string | null): Promise<Outcome<{ dismissed: string[] }, RequestFailureKind>>;
};

/** What happened, as this person wants to see it. `changed`: lists that were answered are others now. */
export function createActivityFeed(dependencies: {
  client: ServerClient;
  cache: Cache;
  signal: AbortSignal;
  log: Log;
  changed(): void;
}): ActivityFeed {
  const { client, cache, signal, log, changed } = dependencies;

  function read(projectId: string | null, limit: number, before?: string) {
    const query = new URLSearchParams({ limit: String(limit) });
    if (projectId) query.set('projectId', projectId);
    if (before) query.set('before', before);
    const path = `/api/activities?${query}`;
    return client.request({ method: 'GET', path, schema: z.array(activitySchema), signal });
  }

  async function compare(projectId: string | null): Promise<Outcome<null, RequestFailureKind>> {
    const knownIds = cache.activities.list(projectId, comparedActivities).map(({ id }) => id);
    const newest = await read(projectId, comparedActivities);
    if (!newest.ok) return newest;
    if (signal.aborted) return { ok: true, data: null };
    const isAll = newest.data.length < comparedActivities;
    if (cache.activities.reconcile({ newest: newest.data, isAll, knownIds })) changed();
    return { ok: true, data: null };
  }

  function keep(ids: string[], isDismissed: boolean): void {
    if (signal.aborted) return;
    cache.activities.setDismissed(ids, isDismissed);
    changed();
  }

  async function one(id: string, isDismissed: boolean): Promise<Outcome<null, RequestFailureKind>> {
    const path = `/api/activities/${id}/${isDismissed ? 'dismiss' : 'undismiss'}`;
    const answer = await client.request({ method: 'POST', path, body: {}, schema: z.object({}), signal });
    if (!answer.ok) return answer;
    keep([id], isDismissed);
    return { ok: true, data: null };
  }

  async function each(ids: readonly string[], isDismissed: boolean) {
    const answers = await Promise.all(ids.map((id) => one(id, isDismissed)));
    return answers.find((answer) => !answer.ok) ?? ({ ok: true, data: null } as const);
  }

  return {
    async list({ projectId, before, limit }) {
      if (before !== undefined) return read(projectId, limit, before);
      const held = cache.activities.list(projectId, limit);
      const comparing = compare(projectId);
      if (held.length > 0) {
        comparing.catch((error: unknown) =>
          log.error({ error: String(error) }, 'Activities could not be kept'),
        );
        return { ok: true, data: held };
      }
      const compared = await comparing;
      return compared.ok ? { ok: true, data: cache.activities.list(projectId, limit) } : compared;
    },
    dismiss: (ids) => each(ids, true),
    undismiss: (ids) => each(ids, false),
    async dismissAll(projectId) {
      const answer = await client.request({
        method: 'POST',
        path: '/api/activities/dismiss-all',
        body: projectId ? { projectId } : {},
        schema: z.object({ dismissed: z.array(z.string()) }),
        signal,
      });
      if (answer.ok) keep(answer.data.dismissed, true);
      return answer;
    },
  };
}
