import type { Environment } from '../../common/environment.ts';
import { parseTopic } from '../../protocol/wire/topic.ts';
import type { Account } from '../../protocol/wire/user.ts';
import type { Cache } from '../cache/cache.ts';
import type { Log } from '../common/log.ts';
import { createLogProgress } from '../outbox/awaited-positions.ts';
import { createOutbox, type OutboxDependencies } from '../outbox/create-outbox.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { type CommentReader, createCommentReader } from '../realtime/comment-reader.ts';
import { type Connection, type ConnectionDependencies, createConnection } from '../realtime/connection.ts';
import { createRealtime, type Realtime, type RealtimeDependencies } from '../realtime/create-realtime.ts';
import { createInboxReader, type InboxReader } from '../realtime/inbox-reader.ts';
import { createPresence, type Presence } from '../realtime/presence.ts';
import { createProjectList, type ProjectList } from '../realtime/project-list.ts';
import { createProjectSource } from '../realtime/project-source.ts';
import { createTyping } from '../realtime/typing.ts';
import { createUserSource } from '../realtime/user-source.ts';
import { renewSession } from '../session/renew-session.ts';
import { reportingClient } from '../session/reporting-client.ts';
import { retryingClient } from '../session/retrying-client.ts';
import type { AccountClient, ServerClient } from '../session/server-client.ts';
import { clientText } from '../text.ts';
import type { AccountSettingsStore } from './account-settings.ts';
import { type ActivityFeed, createActivityFeed } from './activity-feed.ts';
import { type Alert, createAlerts } from './alerts.ts';
import { createAwaitedProjects } from './awaited-projects.ts';
import { createBackgroundProjects } from './background-projects.ts';
import { connectParts } from './connect-parts.ts';
import { createDueLists } from './due-lists.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createLateNotes } from './late-notes.ts';
import { moveMutedProjects } from './move-muted-projects.ts';
import { createNewSignIns } from './new-sign-ins.ts';
import type { Notices } from './notices.ts';
import { createProjectChanges, type ProjectChanges } from './project-changes.ts';
import type { PushSender } from './push-message.ts';

/** One account at one server, and the client that is signed in there. Created at each sign-in. */
export type SignedIn = { serverUrl: string; account: Account; client: AccountClient };

export type ClientAccountDependencies = {
  signedIn: SignedIn;
  /** Closed by its owner after the account has stopped. */
  cache: Cache;
  /** Closed by the account. */
  outboxStore: OutboxDependencies['store'];
  settings: AccountSettingsStore;
  notices: Notices;
  push: PushSender;
  /** Shows a system notification. */
  notify(alert: Alert): void;
  log: Log;
  realtimeSettings?: Pick<RealtimeDependencies, 'headsMilliseconds' | 'stateMilliseconds'> & {
    connection?: Partial<Pick<ConnectionDependencies, 'backoff' | 'random' | 'createTransport'>>;
  };
  environment: Environment;
};

/**
 * Everything that runs for one signed-in account, in the app and in a browser: the log is followed into the cache,
 * changes are sent through the outbox, and both are pushed to the page. Its owner decides where cache and outbox are
 * stored.
 */
export type ClientAccount = Omit<SignedIn, 'client'> & {
  client: ServerClient;
  environment: Environment;
  cache: Cache;
  connection: Connection;
  realtime: Realtime;
  outbox: Outbox;
  projectList: ProjectList;
  projectChanges: ProjectChanges;
  settings: AccountSettingsStore;
  notices: Notices;
  comments: CommentReader;
  activities: ActivityFeed;
  inbox: Inbox;
  inboxReader: InboxReader;
  presence: Presence;
  typing: ReturnType<typeof createTyping>;
  sendLateNote: ReturnType<typeof createLateNotes>;
  /** Begins to connect and to send. */
  start(): void;
  /** Follows exactly these projects, in addition to those on screen. */
  followInBackground(projectIds: Set<string>): void;
  /** Ends the connection and all requests, waits for them, and closes the outbox. */
  stop(): Promise<void>;
};

export function createClientAccount(dependencies: ClientAccountDependencies): ClientAccount {
  const { signedIn, cache, settings, notices, push, notify, log, environment } = dependencies;
  const {
    headsMilliseconds,
    stateMilliseconds,
    connection: connectionSettings,
  } = dependencies.realtimeSettings ?? {};
  const { clock, random } = environment;
  const { account, serverUrl } = signedIn;
  const { authenticationHeaders } = signedIn.client;
  const stopping = new AbortController();
  const { signal } = stopping;

  const connection = createConnection({
    ...{ serverUrl, authenticationHeaders, log, clock, random },
    ...connectionSettings,
  });
  const client = reportingClient(
    retryingClient(signedIn.client, { connectivity: connection, clock }),
    connection,
  );
  const outbox = createOutbox({
    store: dependencies.outboxStore,
    connectivity: connection,
    progress: createLogProgress(cache),
    ...{ client, log, environment },
    cannotWrite: () => notices.add('disk-full', clientText.changeNotSaved),
  });
  const projectList = createProjectList({ client, cache, signal, log });
  const projectChanges = createProjectChanges(cache);
  const comments = createCommentReader({ client, cache, signal, log });
  const inboxReader = createInboxReader({ client, cache, signal, log, userId: account.id });
  const dueLists = createDueLists({
    ...{ cache, projectList, inboxReader, log, environment },
    connectivity: connection,
  });
  const activities = createActivityFeed({ client, cache, outbox, signal, log });
  const inbox = createInbox({
    ...{ cache, outbox, environment, push },
    me: account,
    take(conversation) {
      if (!inboxReader.storeAnswered(conversation)) dueLists.requireConversations();
    },
  });
  const realtime = createRealtime({
    ...{ connection, client, log, environment },
    userId: account.id,
    ...(headsMilliseconds !== undefined && { headsMilliseconds }),
    ...(stateMilliseconds !== undefined && { stateMilliseconds }),
    createSource(topic) {
      const { kind, id } = parseTopic(topic);
      return kind === 'user'
        ? createUserSource({ client, cache, userId: id, projectList, inboxReader })
        : createProjectSource({ client, cache, log, projectId: id });
    },
  });
  const backgroundProjects = createBackgroundProjects(realtime);
  const awaitedProjects = createAwaitedProjects(realtime);
  const presence = createPresence({ client, log, clock, connectivity: connection });
  const alerts = createAlerts({
    userId: account.id,
    settings: settings.current,
    notifications: inbox.notifications,
    conversations: inbox.conversations,
    quietHours: () => inbox.attention().quietHours,
    ...{ notify, clock },
  });
  const disconnectParts = connectParts({
    ...{ accountClient: signedIn.client, connection, cache, push, notices, outbox },
    ...{ projectList, projectChanges, comments, inboxReader, dueLists, activities, inbox, realtime },
    ...{ backgroundProjects, awaitedProjects, presence, alerts },
    newSignIns: createNewSignIns({ client, notices, signal, log }),
  });
  let stopRenewing = () => {};

  return {
    ...{ serverUrl, account, client, environment, cache, connection, realtime, outbox },
    ...{ projectList, projectChanges, settings, notices, comments, activities, inbox, inboxReader, presence },
    typing: createTyping(connection.send, clock),
    sendLateNote: createLateNotes({ outbox, log }),
    followInBackground: backgroundProjects.set,
    start() {
      outbox.start();
      void moveMutedProjects({ settings, outbox });
      awaitedProjects.update(outbox.listShown());
      connection.start();
      stopRenewing = renewSession({ client, connectivity: connection, log, clock });
    },
    async stop() {
      stopping.abort();
      stopRenewing();
      dueLists.stop();
      presence.stop();
      alerts.stop();
      disconnectParts();
      realtime.stop();
      connection.stop();
      await outbox.stop();
    },
  };
}
