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
  inboxReader: InboxReader;
};

/**
 * The user's own topic. Its snapshot is the list of projects, the notifications and the conversations, read after the
 * head that becomes its cursor: they already contain what happened in between, and applying that again changes nothing.
 */
export function createUserSource(dependencies: UserSourceDependencies): TopicSource {
  const { client, cache, userId, projectList, inboxReader } = dependencies;
  const topic = userTopic(userId);
  return {
    readCursor: () => (cache.hasProjects() && cache.inbox.isKnown() ? cache.readCursor(topic) : null),
    apply: (entries) => cache.applyEntries(topic, entries),
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
      const read = await inboxReader.readAll(signal);
      if (!read.ok) return read;
      const { epoch } = heads.data;
      const store = () => {
        const cursor = { epoch, seq: heads.data.heads[topic] ?? 0 };
        cache.setCursor(topic, cursor);
        return { cursor, isRepair: false };
      };
      return { ok: true, data: { epoch, store } };
    },
  };
}
