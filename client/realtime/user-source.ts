import type { LoggedEvent } from '../../protocol/wire/event.ts';
import { headsSchema } from '../../protocol/wire/sync.ts';
import { userTopic } from '../../protocol/wire/topic.ts';
import type { Cache } from '../cache/cache.ts';
import type { ServerClient } from '../session/server-client.ts';
import type { InboxReader } from './inbox-reader.ts';
import type { ProjectList } from './project-list.ts';
import { pullLog } from './project-source.ts';
import type { TopicSource } from './topic-follower.ts';

export type UserSourceDependencies = {
  client: ServerClient;
  cache: Cache;
  userId: string;
  projectList: ProjectList;
  inbox: InboxReader;
  applied(events: LoggedEvent[]): void;
};

/**
 * The user's own topic. Its snapshot is the list of projects, notifications and conversations, read after the head it
 * stands at: what came in between is in them already, and applying it once more changes nothing.
 */
export function createUserSource(dependencies: UserSourceDependencies): TopicSource {
  const { client, cache, userId, projectList, inbox, applied } = dependencies;
  const topic = userTopic(userId);
  return {
    readCursor: () => (cache.hasProjects() && cache.inbox.isKnown() ? cache.readCursor(topic) : null),
    apply: (entries) => applied(cache.applyEntries(topic, entries)),
    pull: (since, signal) => pullLog(client, topic, since, signal),
    async readSnapshot(signal) {
      const heads = await client.request({
        method: 'GET',
        path: '/api/sync/heads',
        schema: headsSchema,
        signal,
      });
      if (!heads.ok) return heads;
      const projects = await projectList.refresh();
      if (!projects.ok) return projects;
      const read = await inbox.readAll(signal);
      if (!read.ok) return read;
      if (signal.aborted) return { ok: false, kind: 'offline', message: 'Ended while it was read.' };
      const cursor = { epoch: heads.data.epoch, seq: heads.data.heads[topic] ?? 0 };
      cache.setCursor(topic, cursor);
      return { ok: true, data: cursor };
    },
    gone() {
      // One's own topic can't be taken away; a refusal here is a server that answers oddly, and heads are read again.
    },
  };
}
