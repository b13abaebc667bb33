import { type Environment, systemEnvironment } from '../../common/environment.ts';
import type { ConnectionState } from '../../protocol/ipc/connection.ts';
import type { LoggedEvent } from '../../protocol/wire/event.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import { parseTopic } from '../../protocol/wire/topic.ts';
import type { Account } from '../../protocol/wire/user.ts';
import type { Cache } from '../cache/cache.ts';
import type { Log } from '../common/log.ts';
import { createOutbox, idOf, type Outbox, type OutboxDependencies } from '../outbox/create-outbox.ts';
import { type CommentReader, createCommentReader } from '../realtime/comment-reader.ts';
import type { Connectivity } from '../realtime/connectivity.ts';
import { createRealtime, type Realtime, type RealtimeDependencies } from '../realtime/create-realtime.ts';
import { createDueReads } from '../realtime/due-reads.ts';
import { createInboxReader, type InboxReader } from '../realtime/inbox-reader.ts';
import { createPresence, type Presence } from '../realtime/presence.ts';
import { createProjectList, type ProjectList } from '../realtime/project-list.ts';
import { createProjectSource } from '../realtime/project-source.ts';
import { createTyping } from '../realtime/typing.ts';
import { createUserSource } from '../realtime/user-source.ts';
import { renewSession } from '../session/renew-session.ts';
import { reportingClient } from '../session/reporting-client.ts';
import { retryingClient } from '../session/retrying-client.ts';
import type { ServerClient } from '../session/server-client.ts';
import type { AccountSettingsStore } from './account-settings.ts';
import { type ActivityFeed, createActivityFeed } from './activity-feed.ts';
import { type Alert, createAlerts } from './alerts.ts';
import { createInbox, type Inbox } from './inbox.ts';
import type { Notices } from './notices.ts';
import type { PushSender } from './push-message.ts';

/** One account at one server, with what talks to it. Made anew at each sign-in. */
export type SignedIn = { serverUrl: string; account: Account; client: ServerClient };

export type ClientAccountDependencies = {
  signedIn: SignedIn;
  /** Closed by who made it, when the account has stopped. */
  cache: Cache;
  /** Closed by the account. */
  outboxStore: OutboxDependencies['store'];
  settings: AccountSettingsStore;
  notices: Notices;
  push: PushSender;
  /** Shows something over other windows. */
  notify(alert: Alert): void;
  log: Log;
  realtimeSettings?: Pick<RealtimeDependencies, 'headsMilliseconds' | 'stateMilliseconds' | 'connection'>;
  environment?: Environment;
};

/**
 * What runs for one account wherever the client runs, beside a DAW or in a browser: the log is followed into the
 * cache, what the person does goes out through the outbox, and both are pushed to the page. Where cache and outbox
 * keep things is for who makes the account.
 */
export type ClientAccount = SignedIn & {
  cache: Cache;
  realtime: Realtime;
  outbox: Outbox;
  projectList: ProjectList;
  settings: AccountSettingsStore;
  notices: Notices;
  comments: CommentReader;
  activities: ActivityFeed;
  inbox: Inbox;
  inboxReader: InboxReader;
  presence: Presence;
  typing: ReturnType<typeof createTyping>;
  /** Begins to connect and to send. */
  start(): void;
  /** These projects, and no others, are followed though nobody looks at them. */
  followInBackground(projectIds: Set<string>): void;
  /** Ends socket and requests, waits for them, and closes the outbox. */
  stop(): Promise<void>;
};

export function createClientAccount(dependencies: ClientAccountDependencies): ClientAccount {
  const { signedIn, cache, settings, notices, push, log, environment = systemEnvironment } = dependencies;
  const { clock } = environment;
  const { account } = signedIn;
  const connectivity: Connectivity = {
    current: () => realtime.current(),
    subscribe: (listener) => realtime.subscribe(listener),
  };
  const repeating = retryingClient(signedIn.client, { connectivity, clock });
  const client = reportingClient(repeating, (reason) => realtime.explain(reason));
  const stopping = new AbortController();
  const { signal } = stopping;
  let pushedProjects = '';
  /** Answers whether the list is another one than before. */
  function pushProjects(): boolean {
    const projects = cache.listProjects();
    const text = JSON.stringify(projects);
    if (text === pushedProjects) return false;
    pushedProjects = text;
    push('projects.changed', projects);
    return true;
  }
  /** What an event or a snapshot says of a project is newer than a list that was asked for before. */
  function projectsHeard(): void {
    if (pushProjects()) projectList.overtaken();
  }
  const projectList = createProjectList({
    ...{ client, cache, signal, log },
    changed() {
      pushProjects();
      // A project left and joined again is followed again.
      followInBackground(backgroundProjects);
    },
  });
  const comments = createCommentReader({
    ...{ client, cache, signal, log },
    replaced: (cutId) => push('comments.replaced', { cutId }),
  });
  const inboxReader = createInboxReader({
    ...{ client, cache, signal, log },
    userId: account.id,
    changed: () => inbox.pushChanges(),
    messagesReplaced: () => push('messages.replaced', null),
  });

  let backgroundProjects = new Set<string>();
  function followInBackground(projectIds: Set<string>): void {
    for (const id of projectIds) realtime.follow(id, 'background');
    for (const id of backgroundProjects) if (!projectIds.has(id)) realtime.unfollow(id, 'background');
    backgroundProjects = projectIds;
  }

  /** Whether it waits in the outbox to be made: the server can't know it yet. */
  const isToCome = (projectId: string) =>
    outbox.list().some(({ kind, payload }) => kind === 'project.create' && idOf(payload) === projectId);

  function forget(projectId: string): void {
    if (isToCome(projectId)) return;
    realtime.unfollow(projectId, 'screen');
    realtime.unfollow(projectId, 'background');
    cache.removeProject(projectId);
    projectsHeard();
  }

  const realtime: Realtime = createRealtime({
    client,
    userId: account.id,
    ...{ log, environment },
    ...dependencies.realtimeSettings,
    sourceOf(topic, toListeners) {
      const { kind, id } = parseTopic(topic);
      const applied = (events: LoggedEvent[]) => {
        events.forEach(comments.heard);
        toListeners(events);
        projectsHeard();
        due.look();
        if (kind === 'user') {
          inbox.pushChanges();
          activities.heard(events);
        }
        for (const { name, payload } of events) {
          if (name === 'project:deleted' || name === 'project:left') forget(payload.projectId);
        }
      };
      if (kind === 'user') {
        return createUserSource({ client, cache, userId: id, projectList, inbox: inboxReader, applied });
      }
      const replaced = () => {
        comments.projectReplaced();
        due.look();
        push('project.replaced', { id });
        projectsHeard();
      };
      const healed = ({ name }: ProjectSnapshot) =>
        notices.tell(
          'state-healed',
          `What this machine held of “${name}” was not what the server has, and was read anew. Nothing you did is lost.`,
        );
      return createProjectSource({
        ...{ client, cache, log, projectId: id },
        ...{ applied, replaced, healed, gone: forget },
      });
    },
  });
  const outbox = createOutbox({
    store: dependencies.outboxStore,
    connectivity: realtime,
    ...{ client, log, environment },
    cannotWrite: () =>
      notices.tell(
        'disk-full',
        'This machine could not note a change: its disk is full, or can’t be written. Make room; what waits is sent as soon as that can be noted.',
      ),
  });
  const activities = createActivityFeed({
    ...{ client, cache, outbox, isToCome, signal, log },
    changed: () => push('activities.changed', null),
  });
  const inbox = createInbox({
    ...{ cache, outbox, environment, push },
    me: account,
    take(conversation) {
      if (inboxReader.take(conversation)) return;
      areConversationsOfBefore = true;
      due.look();
    },
  });
  const alerts = createAlerts({
    userId: account.id,
    settings: settings.current,
    notifications: inbox.notifications,
    conversations: inbox.conversations,
    notify: dependencies.notify,
    clock,
  });
  const presence = createPresence({
    ...{ client, log, clock },
    connectivity: realtime,
    changed: (bandmates) => push('presence.changed', bandmates),
  });

  /**
   * How far one has read is told by an event only when it is all there is. What a power cut took of the rest from the
   * cache would come back by nothing else.
   */
  let areConversationsOfBefore = true;
  const due = createDueReads(
    [
      {
        isDue: () => cache.isStale('projects'),
        read: async () => (await projectList.refresh()).ok,
        done: () => cache.setRead('projects'),
      },
      {
        isDue: () => areConversationsOfBefore || cache.isStale('conversations'),
        read: inboxReader.refreshConversations,
        done() {
          areConversationsOfBefore = false;
          cache.setRead('conversations');
        },
      },
      {
        isDue: () => cache.inbox.unknownConversations().length > 0,
        read: inboxReader.readUnknown,
        done: () => {},
      },
    ],
    { connectivity: realtime, log, ...environment },
  );

  realtime.subscribe((state: ConnectionState) => {
    push('connection.changed', state);
    if (state.kind === 'online') {
      comments.retry();
    }
  });
  realtime.onEvent((event) => {
    push('realtime.event', event);
    presence.heard(event);
    alerts.heard(event);
  });
  outbox.onConfirmed(({ kind, payload }) => {
    if (kind !== 'project.create') return;
    realtime.rejoin(String(idOf(payload)));
    push('activities.changed', null);
  });
  outbox.onChange((pending) => push('outbox.changed', pending.map(inbox.provisional.placed)));
  let stopProlonging = () => {};

  return {
    ...signedIn,
    client,
    ...{ cache, realtime, outbox, projectList, settings, notices, comments, activities, inbox, inboxReader },
    presence,
    typing: createTyping(realtime.tell, clock.now),
    followInBackground,
    start() {
      outbox.start();
      realtime.start();
      stopProlonging = renewSession({ client, connectivity: realtime, log, clock });
    },
    async stop() {
      stopping.abort();
      stopProlonging();
      due.stop();
      presence.stop();
      alerts.stop();
      realtime.stop();
      await outbox.stop();
    },
  };
}
