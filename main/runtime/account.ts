import { join } from 'node:path';
import type { ConnectionState } from '../../protocol/ipc/connection.ts';
import type { Push, PushName } from '../../protocol/ipc/pushes.ts';
import type { LoggedEvent } from '../../protocol/wire/event.ts';
import type { File } from '../../protocol/wire/file.ts';
import { parseTopic } from '../../protocol/wire/topic.ts';
import { createBouncePipeline } from '../bounces/create-pipeline.ts';
import type { BouncePipeline, PipelineLogEvent, PipelineSettings } from '../bounces/pipeline.ts';
import { type Cache, createCache } from '../cache/create-cache.ts';
import type { Log } from '../common/log.ts';
import { createMedia, type Media } from '../media/create-media.ts';
import { createOutbox, type Outbox } from '../outbox/create-outbox.ts';
import { type CommentReader, createCommentReader } from '../realtime/comment-reader.ts';
import { createRealtime, type Realtime, type RealtimeDependencies } from '../realtime/create-realtime.ts';
import { createInboxReader, type InboxReader } from '../realtime/inbox-reader.ts';
import { createPresence, type Presence } from '../realtime/presence.ts';
import { createProjectList, type ProjectList } from '../realtime/project-list.ts';
import { createProjectSource } from '../realtime/project-source.ts';
import { createTyping } from '../realtime/typing.ts';
import { createUserSource } from '../realtime/user-source.ts';
import type { SignedIn } from '../session/create-session.ts';
import { prolongSession } from '../session/prolong-session.ts';
import { accountFolder } from './account-folder.ts';
import { type AccountSettingsStore, openAccountSettings } from './account-settings.ts';
import { type ActivityFeed, createActivityFeed } from './activity-feed.ts';
import { createAlerts } from './alerts.ts';
import type { AppActions } from './app-actions.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { createInbox, type Inbox } from './inbox.ts';

export type PushSender = <Name extends PushName>(name: Name, push: Push<Name>) => void;

export type AccountDependencies = {
  signedIn: SignedIn;
  userData: string;
  push: PushSender;
  notify: AppActions['notify'];
  log: Log;
  pipelineSettings?: Partial<PipelineSettings>;
  pipelineEvent?(event: PipelineLogEvent): void;
  realtimeSettings?: Pick<RealtimeDependencies, 'headsMilliseconds' | 'connection'>;
};

/** Everything that runs for one account while it is signed in. */
export type AccountRuntime = SignedIn & {
  cache: Cache;
  realtime: Realtime;
  outbox: Outbox;
  pipeline: BouncePipeline;
  media: Media;
  projectList: ProjectList;
  settings: AccountSettingsStore;
  comments: CommentReader;
  activities: ActivityFeed;
  inbox: Inbox;
  inboxReader: InboxReader;
  presence: Presence;
  typing: ReturnType<typeof createTyping>;
  /** Puts the cached list before the window if it is not what was sent last. */
  pushProjects(): void;
  /** Ends watchers, transfers, socket and requests, and waits for them. */
  stop(): Promise<void>;
};

/** Null when another process has this account's folder. */
export async function startAccount(dependencies: AccountDependencies): Promise<AccountRuntime | null> {
  const { serverUrl, account } = dependencies.signedIn;
  const folder = accountFolder(dependencies.userData, serverUrl, account.id);
  const lock = lockFolder(folder);
  if (!lock) return null;
  try {
    return await openAccount(dependencies, folder, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openAccount(
  dependencies: AccountDependencies,
  folder: string,
  lock: FolderLock,
): Promise<AccountRuntime> {
  const { signedIn, push, log } = dependencies;
  const { client, account } = signedIn;
  const cache = createCache({ path: join(folder, 'cache.sqlite'), log });
  const stopping = new AbortController();
  let pushedProjects = '';
  function pushProjects(): void {
    const projects = cache.listProjects();
    const text = JSON.stringify(projects);
    if (text === pushedProjects) return;
    pushedProjects = text;
    push('projects.changed', projects);
  }
  const projectList = createProjectList({
    client,
    cache,
    signal: stopping.signal,
    log,
    changed() {
      pushProjects();
      // A project left and joined again is followed again.
      followBound(boundProjects);
    },
  });

  const { signal } = stopping;
  const comments = createCommentReader({
    ...{ client, cache, signal, log },
    replaced: (cutId) => push('comments.replaced', { cutId }),
  });
  const activities = createActivityFeed({
    ...{ client, cache, signal, log },
    changed: () => push('activities.changed', null),
  });
  const inboxReader = createInboxReader({
    ...{ client, cache, signal, log },
    userId: account.id,
    changed: () => inbox.pushChanges(),
    messagesReplaced: () => push('messages.replaced', null),
  });

  /** A project with a bound folder is followed in the background, so that its names are known offline. */
  let boundProjects = new Set<string>();
  function followBound(projectIds: Set<string>): void {
    for (const id of projectIds) realtime.follow(id, 'folder');
    for (const id of boundProjects) if (!projectIds.has(id)) realtime.unfollow(id, 'folder');
    boundProjects = projectIds;
  }

  function forget(projectId: string): void {
    realtime.unfollow(projectId, 'screen');
    realtime.unfollow(projectId, 'folder');
    cache.removeProject(projectId);
    pushProjects();
  }

  const realtime: Realtime = createRealtime({
    client,
    userId: account.id,
    log,
    ...dependencies.realtimeSettings,
    sourceOf(topic, toListeners) {
      const { kind, id } = parseTopic(topic);
      const applied = (events: LoggedEvent[]) => {
        events.forEach(comments.heard);
        toListeners(events);
        pushProjects();
        if (kind === 'user') inbox.pushChanges();
        for (const { name, payload } of events) {
          if (name === 'project:deleted' || name === 'project:left') forget(payload.projectId);
        }
      };
      if (kind === 'user') {
        return createUserSource({ client, cache, userId: id, projectList, inbox: inboxReader, applied });
      }
      const replaced = () => {
        comments.projectReplaced();
        push('project.replaced', { id });
        pushProjects();
      };
      return createProjectSource({ client, cache, projectId: id, applied, replaced, gone: forget });
    },
  });
  const outbox = createOutbox({
    databasePath: join(folder, 'outbox.sqlite'),
    client,
    connectivity: realtime,
    log,
  });
  const settings = await openAccountSettings(
    join(folder, 'settings.json'),
    (changed) => push('settings.changed', changed),
    log,
  );
  const inbox = createInbox({ cache, outbox, userId: account.id, push });
  const alerts = createAlerts({
    userId: account.id,
    settings: settings.current,
    notifications: inbox.notifications,
    conversations: inbox.conversations,
    notify: dependencies.notify,
  });
  const presence = createPresence({
    ...{ client, log },
    connectivity: realtime,
    changed: (bandmates) => push('presence.changed', bandmates),
  });
  const pipeline = createBouncePipeline({
    databasePath: join(folder, 'bounces.sqlite'),
    client,
    connectivity: realtime,
    readProject: cache.readProject,
    ...(dependencies.pipelineSettings && { settings: dependencies.pipelineSettings }),
    log: dependencies.pipelineEvent ?? ((event) => log.info(event)),
  });

  const media = createMedia({
    folder: join(folder, 'sounds'),
    client,
    findFile: (fileId) => findFile(cache, fileId),
    findCopies: pipeline.findCopies,
    log,
  });

  realtime.subscribe((state: ConnectionState) => {
    push('connection.changed', state);
    if (state.kind === 'online') {
      comments.retry();
      void inboxReader.readUnknown();
    }
  });
  realtime.onEvent((event) => {
    push('realtime.event', event);
    presence.heard(event);
    alerts.heard(event);
    if (event.name === 'member:joined' || event.name === 'member:left') {
      void inboxReader.refreshConversations();
    }
  });
  outbox.onChange((pending) => push('outbox.changed', pending));
  pipeline.onTransfers((change) => push('transfers.changed', change));
  pipeline.onBindings((bindings) => {
    followBound(new Set(bindings.map(({ projectId }) => projectId)));
    push('bindings.changed', bindings);
  });

  await pipeline.start();
  followBound(new Set(pipeline.listBindings().map(({ projectId }) => projectId)));
  outbox.start();
  realtime.start();
  const stopProlonging = prolongSession({ client, connectivity: realtime, log });

  return {
    ...signedIn,
    ...{ cache, realtime, outbox, pipeline, media, projectList, settings, pushProjects },
    ...{ comments, activities, inbox, inboxReader, presence, typing: createTyping(realtime.tell) },
    async stop() {
      stopping.abort();
      stopProlonging();
      presence.stop();
      alerts.stop();
      realtime.stop();
      await media.stop();
      await Promise.all([pipeline.stop(), outbox.stop()]);
      cache.close();
      lock.release();
    },
  };
}

/** A file of a project that is cached: nobody else's, and none of a project that was left. */
function findFile(cache: Cache, fileId: string): File | undefined {
  const projectId = cache.findProjectOf(fileId);
  const cuts = (projectId && cache.readProject(projectId)?.vibes.flatMap((vibe) => vibe.cuts)) || [];
  return cuts.flatMap((cut) => cut.files).find((file) => file.id === fileId);
}
