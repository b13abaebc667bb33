import { withOwnRole } from '../../protocol/state/own-role.ts';
import { applyProjectEvent, findCut } from '../../protocol/state/project-state.ts';
import { type LoggedEvent, type NamedEvent, parseLoggedEvent } from '../../protocol/wire/event.ts';
import type { Project, ProjectSnapshot } from '../../protocol/wire/project.ts';
import { parseTopic, projectTopic, type Topic } from '../../protocol/wire/topic.ts';
import type { Cursor } from '../realtime/topic-state.ts';
import type { ActivityTable, Cache, CommentTable, DeletedCutTable, InboxTable, ListName } from './cache.ts';
import { createCommentChanges } from './comment-changes.ts';
import { keepDeletedCut } from './deleted-cuts.ts';

/** Projects as they were last seen. Everything that writes is called within a transaction. */
export type ProjectTable = {
  list(): Project[];
  putInList(project: Project, rank: number): void;
  /** The state at the topic's cursor. */
  read(projectId: string): ProjectSnapshot | undefined;
  write(snapshot: ProjectSnapshot): void;
  /** Stores `project`, which is the result of applying these events to what `read` returns. */
  change(project: ProjectSnapshot, events: readonly LoggedEvent[]): void;
  remove(projectId: string): void;
};

export type CursorTable = {
  read(topic: Topic): Cursor | null;
  write(topic: Topic, cursor: Cursor): void;
  remove(topic: Topic): void;
};

/** `projects`: the list was read once. `…-stale`: the list is outdated and has to be read again. */
export type CacheFlag = 'projects' | `${ListName}-stale`;

export type FlagTable = {
  has(flag: CacheFlag): boolean;
  set(flag: CacheFlag): void;
  clear(flag: CacheFlag): void;
};

/** Where a cache stores its data. */
export type CacheTables = {
  projects: ProjectTable;
  activities: ActivityTable;
  comments: CommentTable;
  deletedCuts: DeletedCutTable;
  inbox: InboxTable;
  cursors: CursorTable;
  flags: FlagTable;
  /** Runs `change`. If that throws, no table has changed. */
  inTransaction<Result>(change: () => Result): Result;
  close(): void;
};

/** The only code by which snapshots and events change a cache, whether its tables are in a file or in memory. */
export function assembleCache(tables: CacheTables, ownUserId: string): Cache {
  const { projects, activities, comments, deletedCuts, inbox, cursors, flags, inTransaction } = tables;

  function removeProject(projectId: string): void {
    projects.remove(projectId);
    activities.removeProject(projectId);
    comments.removeProject(projectId);
    deletedCuts.removeProject(projectId);
    cursors.remove(projectTopic(projectId));
  }

  return {
    hasProjects: () => flags.has('projects'),
    listProjects: projects.list,
    replaceProjects(list) {
      inTransaction(() => {
        const listed = new Set(list.map(({ id }) => id));
        for (const { id } of projects.list()) if (!listed.has(id)) removeProject(id);
        for (const [rank, project] of list.entries()) projects.putInList(project, rank);
        flags.set('projects');
      });
    },
    readProject: projects.read,
    replaceProject(snapshot) {
      return inTransaction(() => {
        const topic = projectTopic(snapshot.id);
        const cached = cursors.read(topic);
        if (cached && cached.epoch === snapshot.epoch && cached.seq > snapshot.seq) return cached;
        const cursor = { epoch: snapshot.epoch, seq: snapshot.seq };
        if (membersOf(projects.read(snapshot.id)) !== membersOf(snapshot)) flags.set('conversations-stale');
        projects.write(snapshot);
        comments.setStale(snapshot.id);
        cursors.write(topic, cursor);
        return cursor;
      });
    },
    removeProject: (projectId) => inTransaction(() => removeProject(projectId)),
    findProjectOf(id) {
      for (const { id: projectId } of projects.list()) {
        if (projectId === id || holds(projects.read(projectId), id)) return projectId;
      }
      return comments.findProjectOf(id) ?? deletedCuts.findProjectOf(id);
    },

    readCursor: cursors.read,
    setCursor: (topic, cursor) => inTransaction(() => cursors.write(topic, cursor)),
    applyEntries(topic, entries) {
      return inTransaction(() => {
        const cursor = cursors.read(topic);
        if (!cursor) throw new Error(`${topic} was never read`);
        const fresh = entries.filter((entry) => entry.seq > cursor.seq);
        const applied: LoggedEvent[] = [];
        const { kind, id } = parseTopic(topic);
        let project = kind === 'project' ? projects.read(id) : undefined;
        const changes: LoggedEvent[] = [];
        const ofComments = createCommentChanges(comments, id);
        for (const [index, entry] of fresh.entries()) {
          if (entry.seq !== cursor.seq + 1 + index) throw new Error(`${topic} has a gap before ${entry.seq}`);
          const event = parseLoggedEvent({ topic, ...entry });
          if ('unknown' in event) continue;
          if (kind === 'user') applyDismissal(event);
          else {
            ofComments.add(event, project);
            keepDeletedCut(deletedCuts, event, project);
          }
          const next = project && withOwnRole(applyProjectEvent(project, event), ownUserId);
          if (next !== project) changes.push(event);
          project = next;
          if (event.name === 'activity:new') activities.save([event.payload]);
          for (const list of staleAfter(event)) flags.set(`${list}-stale`);
          applied.push(event);
        }
        if (kind === 'user') inbox.apply(applied, id);
        ofComments.finish();
        const seq = cursor.seq + fresh.length;
        if (project) projects.change({ ...project, seq }, changes);
        cursors.write(topic, { epoch: cursor.epoch, seq });
        return applied;
      });
    },

    isStale: (list) => flags.has(`${list}-stale`),
    setRead: (list) => inTransaction(() => flags.clear(`${list}-stale`)),

    comments,
    listDeletedCuts: (projectId) =>
      deletedCuts.list(projectId).sort((a, b) => (a.deletedAt < b.deletedAt ? 1 : -1)),
    replaceDeletedCuts(projectId, deleted) {
      inTransaction(() => {
        deletedCuts.removeProject(projectId);
        for (const one of deleted) deletedCuts.put(one);
      });
    },
    activities: {
      ...activities,
      save: (seen) => inTransaction(() => activities.save(seen)),
      reconcile: (answer) => inTransaction(() => activities.reconcile(answer)),
      setDismissed: (...change) => inTransaction(() => activities.setDismissed(...change)),
    },
    inbox: {
      ...inbox,
      replace: (read) => inTransaction(() => inbox.replace(read)),
      saveMessages: (...page) => inTransaction(() => inbox.saveMessages(...page)),
    },
    close: tables.close,
  };

  function applyDismissal(event: NamedEvent): void {
    if (event.name === 'activities:dismissed') activities.setDismissed(event.payload.ids, true);
    if (event.name === 'activities:undismissed') activities.setDismissed(event.payload.ids, false);
  }
}

/** The lists that this event makes outdated. */
function staleAfter({ name }: NamedEvent): ListName[] {
  if (name === 'project:joined' || name === 'project:left') return ['projects', 'conversations'];
  // With whom one can chat depends on the projects that two people share.
  return name === 'member:joined' || name === 'member:left' ? ['conversations'] : [];
}

function membersOf(project: ProjectSnapshot | undefined): string {
  return project?.members.map(({ user }) => user.id).join() ?? '';
}

/** A project as it is in the list: without what only a snapshot contains. */
export function summaryOf(project: ProjectSnapshot): Project {
  const { vibes: _vibes, members: _members, room: _room, epoch: _epoch, seq: _seq, ...summary } = project;
  return summary;
}

function holds(project: ProjectSnapshot | undefined, id: string): boolean {
  if (!project) return false;
  if (project.vibes.some((vibe) => vibe.id === id) || findCut(project, id)) return true;
  return project.vibes.some(({ cuts }) => cuts.some(({ files }) => files.some((file) => file.id === id)));
}
