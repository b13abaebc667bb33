import * as z from 'zod';
import { type Activity, activitySchema } from '../../protocol/wire/activity.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import type { LoggedEvent } from '../../protocol/wire/event.ts';
import type { Cache } from '../cache/cache.ts';
import { createListeners } from '../common/listeners.ts';
import type { Log } from '../common/log.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { type Dismissal, isDismissal } from '../outbox/read-marks.ts';
import type { RequestFailureKind, ServerClient } from '../session/server-client.ts';

/** How many of the newest are compared with the server's: as many as it returns at most. */
const comparedActivities = 200;
/** More than any cache holds. */
const allActivities = 100_000;

export type ActivityFeed = {
  /** The newest from the cache, compared with the server in the background; earlier ones from the server. */
  list(request: {
    projectId: string | null;
    before?: string | undefined;
    limit: number;
  }): Promise<Outcome<Activity[], RequestFailureKind>>;
  dismiss(ids: string[]): Outcome<null>;
  undismiss(ids: string[]): Outcome<null>;
  dismissAll(projectId: string | null): Promise<Outcome<{ dismissed: string[] }, RequestFailureKind>>;
  /** Takes events of the person's own topic, after the cache has applied them. */
  receive(events: readonly LoggedEvent[]): void;
  /** Lists that were returned before have changed. */
  onChange(listener: () => void): () => void;
};

export type ActivityFeedDependencies = {
  client: ServerClient;
  cache: Cache;
  outbox: Outbox;
  signal: AbortSignal;
  log: Log;
};

/**
 * The activity of the band, as this person wants to see it. A dismissal goes into the outbox, and into the cache immediately;
 * whenever the server's answer has replaced what is cached, pending dismissals are applied to it again.
 */
export function createActivityFeed(dependencies: ActivityFeedDependencies): ActivityFeed {
  const { client, cache, outbox, signal, log } = dependencies;
  const listeners = createListeners<void>();
  /** Increased by each dismissal: an answer that was requested before doesn't contain it. */
  let generation = 0;

  function read(projectId: string | null, limit: number, before?: string) {
    const query = new URLSearchParams({ limit: String(limit) });
    if (projectId) query.set('projectId', projectId);
    if (before) query.set('before', before);
    const path = `/api/activities?${query}`;
    return client.request({ method: 'GET', path, schema: z.array(activitySchema), signal });
  }

  async function compare(projectId: string | null): Promise<Outcome<null, RequestFailureKind>> {
    const requested = generation;
    const knownIds = cache.activities.list(projectId, comparedActivities).map(({ id }) => id);
    const newest = await read(projectId, comparedActivities);
    if (!newest.ok) return newest;
    if (signal.aborted) return { ok: true, data: null };
    if (requested !== generation) return compare(projectId);
    const isAll = newest.data.length < comparedActivities;
    cache.activities.reconcile({ newest: newest.data, isAll, knownIds });
    applyDismissals();
    const ids = cache.activities.list(projectId, comparedActivities).map(({ id }) => id);
    if (ids.join() !== knownIds.join()) listeners.notify();
    return { ok: true, data: null };
  }

  const isReaching = (id: string, upTo: string | undefined) => upTo === undefined || id <= upTo;

  function apply({ kind, payload }: Dismissal): void {
    if (kind !== 'activity.dismissAll') {
      cache.activities.setDismissed(payload.ids, kind === 'activity.dismiss');
      return;
    }
    const ids = cache.activities.list(payload.projectId ?? null, allActivities).map(({ id }) => id);
    const reached = ids.filter((id) => isReaching(id, payload.upTo));
    cache.activities.setDismissed(reached, true);
  }

  /** The outbox holds them already, so on a full disk they only have no effect for a while. */
  function applyDismissals(): void {
    try {
      for (const mark of outbox.listMarks()) if (isDismissal(mark)) apply(mark);
    } catch (error) {
      log.error({ error: String(error) }, 'Dismissals could not be applied to the cache');
    }
  }

  function show(): void {
    generation += 1;
    applyDismissals();
    listeners.notify();
  }

  function mark(dismissal: Dismissal): Outcome<null> {
    const kept = outbox.mark(dismissal);
    if (kept.ok) show();
    return kept;
  }

  applyDismissals();

  return {
    async list({ projectId, before, limit }) {
      if (projectId !== null && outbox.isPending(projectId)) return { ok: true, data: [] };
      if (before !== undefined) return read(projectId, limit, before);
      const held = cache.activities.list(projectId, limit);
      const comparing = compare(projectId);
      if (held.length > 0) {
        comparing.catch((error: unknown) =>
          log.error({ error: String(error) }, 'Activities could not be stored'),
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
      // Offline nobody knows what else exists; an undo brings back what is known here.
      const result = answer.data.state === 'confirmed' ? resultSchema.safeParse(answer.data.result) : null;
      return { ok: true, data: result?.data ?? { dismissed: held } };
    },
    receive(events) {
      if (!events.some(({ name }) => name === 'activities:dismissed' || name === 'activities:undismissed')) {
        return;
      }
      show();
    },
    onChange: listeners.add,
  };
}

const resultSchema = z.object({ dismissed: z.array(z.string()) });
