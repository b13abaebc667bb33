import * as z from 'zod';
import { type Activity, activitySchema } from '../../protocol/wire/activity.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import type { LoggedEvent } from '../../protocol/wire/event.ts';
import type { Cache } from '../cache/cache.ts';
import type { Log } from '../common/log.ts';
import type { Outbox } from '../outbox/create-outbox.ts';
import { type Dismissal, isDismissal } from '../outbox/marks.ts';
import type { RequestFailureKind, ServerClient } from '../session/server-client.ts';

/** As many of the newest as are compared with the server's: as many as it answers at most. */
const comparedActivities = 200;
/** More than anyone has in a cache. */
const allActivities = 100_000;

export type ActivityFeed = {
  /** The newest from the cache, compared with the server behind the caller's back; earlier ones from the server. */
  list(request: {
    projectId: string | null;
    before?: string | undefined;
    limit: number;
  }): Promise<Outcome<Activity[], RequestFailureKind>>;
  dismiss(ids: string[]): Outcome<null>;
  undismiss(ids: string[]): Outcome<null>;
  dismissAll(projectId: string | null): Promise<Outcome<{ dismissed: string[] }, RequestFailureKind>>;
  /** Events of the person's own topic, after the cache has applied them. */
  heard(events: readonly LoggedEvent[]): void;
};

export type ActivityFeedDependencies = {
  client: ServerClient;
  cache: Cache;
  outbox: Outbox;
  /** Whether a project waits in the outbox to be made: the server can't know it yet. */
  isToCome(projectId: string): boolean;
  signal: AbortSignal;
  log: Log;
  /** Lists that were answered are others now. */
  changed(): void;
};

/**
 * What happened, as this person wants to see it. What they dismiss is a mark in the outbox, and in the cache at once;
 * whenever the cache has taken the server's word, the marks that still wait are laid over it again.
 */
export function createActivityFeed(dependencies: ActivityFeedDependencies): ActivityFeed {
  const { client, cache, outbox, isToCome, signal, log, changed } = dependencies;
  /** Raised by each dismissal: an answer that was asked for before says nothing of it. */
  let life = 0;

  function read(projectId: string | null, limit: number, before?: string) {
    const query = new URLSearchParams({ limit: String(limit) });
    if (projectId) query.set('projectId', projectId);
    if (before) query.set('before', before);
    const path = `/api/activities?${query}`;
    return client.request({ method: 'GET', path, schema: z.array(activitySchema), signal });
  }

  async function compare(projectId: string | null): Promise<Outcome<null, RequestFailureKind>> {
    const asked = life;
    const knownIds = cache.activities.list(projectId, comparedActivities).map(({ id }) => id);
    const newest = await read(projectId, comparedActivities);
    if (!newest.ok) return newest;
    if (signal.aborted) return { ok: true, data: null };
    if (asked !== life) return compare(projectId);
    const isAll = newest.data.length < comparedActivities;
    cache.activities.reconcile({ newest: newest.data, isAll, knownIds });
    layDismissals();
    const ids = cache.activities.list(projectId, comparedActivities).map(({ id }) => id);
    if (ids.join() !== knownIds.join()) changed();
    return { ok: true, data: null };
  }

  const isReaching = (id: string, upTo: string | undefined) => upTo === undefined || id <= upTo;

  function lay({ kind, payload }: Dismissal): void {
    if (kind !== 'activity.dismissAll') {
      cache.activities.setDismissed(payload.ids, kind === 'activity.dismiss');
      return;
    }
    const ids = cache.activities.list(payload.projectId ?? null, allActivities).map(({ id }) => id);
    const reached = ids.filter((id) => isReaching(id, payload.upTo));
    cache.activities.setDismissed(reached, true);
  }

  /** They are kept already, so a disk that takes no more costs only that they have no effect for a while. */
  function layDismissals(): void {
    try {
      for (const mark of outbox.listMarks()) if (isDismissal(mark)) lay(mark);
    } catch (error) {
      log.error({ error: String(error) }, 'What was dismissed could not be laid over the cache');
    }
  }

  function show(): void {
    life += 1;
    layDismissals();
    changed();
  }

  function mark(dismissal: Dismissal): Outcome<null> {
    const kept = outbox.mark(dismissal);
    if (kept.ok) show();
    return kept;
  }

  layDismissals();

  return {
    async list({ projectId, before, limit }) {
      if (projectId !== null && isToCome(projectId)) return { ok: true, data: [] };
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
    dismiss: (ids) => mark({ kind: 'activity.dismiss', payload: { ids } }),
    undismiss: (ids) => mark({ kind: 'activity.undismiss', payload: { ids } }),
    async dismissAll(projectId) {
      const held = cache.activities.list(projectId, allActivities).map(({ id }) => id);
      const [newest] = held;
      if (newest === undefined) return { ok: true, data: { dismissed: [] } };
      const payload = { upTo: newest, ...(projectId && { projectId }) };
      const answering = outbox.run('activity.dismissAll', payload, null);
      show();
      const answer = await answering;
      if (!answer.ok) return answer;
      // Offline nobody knows what else there is; what is known here is what an undo brings back.
      const told = answer.data.state === 'confirmed' ? resultSchema.safeParse(answer.data.result) : null;
      return { ok: true, data: told?.data ?? { dismissed: held } };
    },
    heard(events) {
      if (!events.some(({ name }) => name === 'activities:dismissed' || name === 'activities:undismissed')) {
        return;
      }
      show();
    },
  };
}

const resultSchema = z.object({ dismissed: z.array(z.string()) });
