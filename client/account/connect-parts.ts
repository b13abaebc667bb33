import { createdId } from '../../commands/created-id.ts';
import type { LoggedEvent } from '../../protocol/wire/event.ts';
import { parseTopic } from '../../protocol/wire/topic.ts';
import type { Cache } from '../cache/cache.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { CommentReader } from '../realtime/comment-reader.ts';
import type { Connection } from '../realtime/connection.ts';
import type { Realtime } from '../realtime/create-realtime.ts';
import type { InboxReader } from '../realtime/inbox-reader.ts';
import type { Presence } from '../realtime/presence.ts';
import type { ProjectList } from '../realtime/project-list.ts';
import type { AccountClient } from '../session/server-client.ts';
import { clientText } from '../text.ts';
import type { ActivityFeed } from './activity-feed.ts';
import type { Alerts } from './alerts.ts';
import type { AwaitedProjects } from './awaited-projects.ts';
import type { BackgroundProjects } from './background-projects.ts';
import type { DueLists } from './due-lists.ts';
import type { Inbox } from './inbox.ts';
import type { createNewSignIns } from './new-sign-ins.ts';
import type { Notices } from './notices.ts';
import type { ProjectChanges } from './project-changes.ts';
import type { PushSender } from './push-message.ts';

export type ConnectedParts = {
  accountClient: AccountClient;
  connection: Connection;
  cache: Cache;
  push: PushSender;
  notices: Notices;
  outbox: Outbox;
  projectList: ProjectList;
  projectChanges: ProjectChanges;
  comments: CommentReader;
  inboxReader: InboxReader;
  dueLists: DueLists;
  activities: ActivityFeed;
  inbox: Inbox;
  realtime: Realtime;
  backgroundProjects: BackgroundProjects;
  awaitedProjects: AwaitedProjects;
  presence: Presence;
  alerts: Alerts;
  newSignIns: ReturnType<typeof createNewSignIns>;
};

/** Carries what each part of an account reports to the parts that need it, and to the page. */
export function connectParts(parts: ConnectedParts): () => void {
  const { accountClient, connection, push, outbox, comments, inboxReader, activities, inbox } = parts;
  const disconnect = [
    accountClient.onAnswered(connection.markReachable),
    accountClient.onUnauthorised(connection.markUnauthorised),
    connection.subscribe((state) => {
      push('connection.changed', state);
      if (state.kind === 'online') comments.retry();
    }),
  ];
  connectProjects(parts);
  comments.onReplaced((cutId) => push('comments.replaced', { cutId }));
  inboxReader.onChange(inbox.pushChanges);
  inboxReader.onMessagesDropped(() => push('messages.replaced', null));
  activities.onChange(() => push('activities.changed', null));
  parts.presence.onChange((bandmates) => push('presence.changed', bandmates));
  outbox.onChange((operations) => {
    push('outbox.changed', operations.map(inbox.provisional.placed));
    parts.awaitedProjects.update(operations);
  });
  return () => {
    for (const end of disconnect) end();
  };
}

function connectProjects(parts: ConnectedParts): void {
  const { cache, push, notices, outbox, projectList, projectChanges, comments } = parts;
  const { dueLists, activities, inbox, realtime, backgroundProjects, presence, alerts } = parts;

  /** An event or a snapshot is newer than a list that was requested before. */
  function projectsMayHaveChanged(): void {
    if (projectChanges.check()) projectList.invalidateReads();
  }

  function forget(projectId: string): void {
    if (outbox.isPending(projectId)) return;
    realtime.unfollow(projectId, 'screen');
    realtime.unfollow(projectId, 'background');
    realtime.unfollow(projectId, 'outbox');
    cache.removeProject(projectId);
    projectsMayHaveChanged();
    outbox.releaseApplied();
  }

  function forgetLeft(events: readonly LoggedEvent[]): void {
    for (const { name, payload } of events) {
      if (name === 'project:deleted' || name === 'project:left') forget(payload.projectId);
    }
  }

  dueLists.onRead(outbox.releaseApplied);
  projectChanges.onChange((projects) => push('projects.changed', projects));
  projectList.onRefreshed(() => {
    projectChanges.check();
    backgroundProjects.followAgain();
  });
  realtime.onEvent((event) => {
    push('realtime.event', event);
    presence.receive(event);
    alerts.receive(event);
  });
  realtime.onApplied(({ topic, events }) => {
    events.forEach(comments.receive);
    projectsMayHaveChanged();
    dueLists.check();
    if (parseTopic(topic).kind === 'user') {
      inbox.pushChanges();
      activities.receive(events);
      parts.newSignIns.receive(events);
    }
    forgetLeft(events);
    outbox.releaseApplied();
  });
  realtime.onSnapshot(({ topic, isRepair }) => {
    const { kind, id } = parseTopic(topic);
    if (kind === 'user') {
      outbox.releaseApplied();
      return;
    }
    comments.projectReplaced();
    dueLists.check();
    push('project.replaced', { id });
    projectsMayHaveChanged();
    outbox.releaseApplied();
    const project = cache.readProject(id);
    if (isRepair && project) notices.add('state-healed', clientText.projectHealed(project.name));
  });
  realtime.onGone((topic) => {
    // One's own topic can't disappear: a server that says so is wrong, and the next heads are followed as before.
    const { kind, id } = parseTopic(topic);
    if (kind === 'project') forget(id);
  });
  outbox.onConfirmed(({ kind, payload }) => {
    const createdProject = kind === 'project.create' ? createdId({ kind, payload }) : null;
    if (createdProject === null) return;
    realtime.rejoin(createdProject);
    push('activities.changed', null);
  });
}
