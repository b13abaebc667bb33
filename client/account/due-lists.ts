import type { Environment } from '../../common/environment.ts';
import type { Cache } from '../cache/cache.ts';
import { createListeners } from '../common/listeners.ts';
import type { Log } from '../common/log.ts';
import type { Connectivity } from '../realtime/connectivity.ts';
import { createDueReads } from '../realtime/due-reads.ts';
import type { InboxReader } from '../realtime/inbox-reader.ts';
import type { ProjectList } from '../realtime/project-list.ts';

/** The lists of projects and conversations, read again whenever an event made them outdated. */
export type DueLists = {
  /** Something may have become outdated. */
  check(): void;
  /** The conversations are outdated, although no event said so. */
  requireConversations(): void;
  /** A list that was outdated has been read. */
  onRead(listener: () => void): () => void;
  stop(): void;
};

export function createDueLists(parts: {
  cache: Cache;
  projectList: ProjectList;
  inboxReader: InboxReader;
  connectivity: Connectivity;
  log: Log;
  environment: Environment;
}): DueLists {
  const { cache, projectList, inboxReader, connectivity, log, environment } = parts;
  /**
   * True at each start: an event reports read messages only when all are read. If a power cut took the rest from the
   * cache, nothing else would bring it back.
   */
  let areConversationsOutdated = true;
  const listeners = createListeners<void>();

  const reads = createDueReads(
    [
      {
        isDue: () => cache.isStale('projects'),
        read: async () => (await projectList.refresh()).ok,
        done() {
          cache.setRead('projects');
          listeners.notify();
        },
      },
      {
        isDue: () => areConversationsOutdated || cache.isStale('conversations'),
        read: inboxReader.refreshConversations,
        done() {
          areConversationsOutdated = false;
          cache.setRead('conversations');
          listeners.notify();
        },
      },
      {
        isDue: () => cache.inbox.unknownConversations().length > 0,
        read: inboxReader.readUnknown,
        done: () => {},
      },
    ],
    { connectivity, log, ...environment },
  );

  return {
    check: reads.check,
    requireConversations() {
      areConversationsOutdated = true;
      reads.check();
    },
    onRead: listeners.add,
    stop: reads.stop,
  };
}
