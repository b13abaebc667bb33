import * as z from 'zod';
import { activitySchema } from '../../protocol/wire/activity.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { type ProjectSnapshot, projectSnapshotSchema } from '../../protocol/wire/project.ts';
import { type SyncAnswer, syncAnswerSchema } from '../../protocol/wire/sync.ts';
import { projectTopic, type Topic } from '../../protocol/wire/topic.ts';
import type { Cache } from '../cache/cache.ts';
import type { Log } from '../common/log.ts';
import type { RequestFailureKind, ServerClient } from '../session/server-client.ts';
import type { TopicSource } from './topic-follower.ts';
import { createProjectVerifier } from './verify-project.ts';

export type ProjectSourceDependencies = {
  client: ServerClient;
  cache: Cache;
  projectId: string;
  log: Log;
};

/** A project's topic: its log, and its snapshot with the latest activities. */
export function createProjectSource({
  client,
  cache,
  projectId,
  log,
}: ProjectSourceDependencies): TopicSource {
  const verifier = createProjectVerifier({ client, cache, projectId, log });
  const topic = projectTopic(projectId);
  return {
    readCursor: () => (cache.readProject(projectId) ? cache.readCursor(topic) : null),
    apply: (entries) => cache.applyEntries(topic, entries),
    pull: (since, signal) => pullLog(client, topic, since, signal),
    async readSnapshot(signal) {
      const snapshot = await readProjectSnapshot(client, projectId, signal);
      if (!snapshot.ok) return snapshot;
      const activities = await client.request({
        method: 'GET',
        path: `/api/activities?projectId=${projectId}&limit=100`,
        schema: z.array(activitySchema),
        signal,
      });
      if (!activities.ok) return activities;
      const store = () => {
        const cursor = cache.replaceProject(snapshot.data);
        cache.activities.save(activities.data);
        return { cursor, isRepair: verifier.completeRepair() };
      };
      return { ok: true, data: { epoch: snapshot.data.epoch, store } };
    },
    isDifferent: verifier.isDifferent,
  };
}

export function readProjectSnapshot(
  client: ServerClient,
  projectId: string,
  signal?: AbortSignal,
): Promise<Outcome<ProjectSnapshot, RequestFailureKind>> {
  return client.request({
    method: 'GET',
    path: `/api/projects/${projectId}`,
    schema: projectSnapshotSchema,
    ...(signal && { signal }),
  });
}

export function pullLog(
  client: ServerClient,
  topic: Topic,
  since: number,
  signal: AbortSignal,
): Promise<Outcome<SyncAnswer, RequestFailureKind>> {
  const query = new URLSearchParams({ topic, since: String(since), limit: '500' });
  return client.request({ method: 'GET', path: `/api/sync?${query}`, schema: syncAnswerSchema, signal });
}
