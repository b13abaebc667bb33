import { applyCommentEvents } from '../../protocol/state/comment-events.ts';
import type { Activity } from '../../protocol/wire/activity.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import type { Project, ProjectSnapshot } from '../../protocol/wire/project.ts';
import type { Topic } from '../../protocol/wire/topic.ts';
import type { Cursor } from '../realtime/topic-state.ts';
import {
  assembleCache,
  type CacheFlag,
  type CursorTable,
  type FlagTable,
  type ProjectTable,
  summaryOf,
} from './assemble-cache.ts';
import type { ActivityTable, Cache, CommentTable } from './cache.ts';
import { createMemory, type Memory } from './memory.ts';
import { createMemoryDeletedCutTable } from './memory-deleted-cut-table.ts';
import { createMemoryInboxTable } from './memory-inbox-table.ts';

/** The cache of a page in a browser. It lasts as long as the tab. */
export function createMemoryCache(ownUserId: string): Cache {
  const memory = createMemory();
  const tables = {
    projects: createProjectTable(memory),
    activities: createActivityTable(memory),
    comments: createCommentTable(memory),
    deletedCuts: createMemoryDeletedCutTable(memory),
    inbox: createMemoryInboxTable(memory),
    cursors: createCursorTable(memory),
    flags: createFlagTable(memory),
    inTransaction: memory.inTransaction,
    close: () => {},
  };
  return assembleCache(tables, ownUserId);
}

function createCursorTable(memory: Memory): CursorTable {
  const cursors = memory.map<Topic, Cursor>();
  return {
    read: (topic) => cursors.get(topic) ?? null,
    write: (topic, { epoch, seq }) => void cursors.set(topic, { epoch, seq }),
    remove: (topic) => void cursors.delete(topic),
  };
}

function createFlagTable(memory: Memory): FlagTable {
  const flags = memory.map<CacheFlag, true>();
  return {
    has: (flag) => flags.has(flag),
    set: (flag) => void flags.set(flag, true),
    clear: (flag) => void flags.delete(flag),
  };
}

function createProjectTable(memory: Memory): ProjectTable {
  const list = memory.map<string, { rank: number; summary: Project }>();
  const snapshots = memory.map<string, ProjectSnapshot>();

  function write(project: ProjectSnapshot): void {
    list.set(project.id, { rank: list.get(project.id)?.rank ?? 0, summary: summaryOf(project) });
    snapshots.set(project.id, project);
  }

  return {
    list: () =>
      [...list.values()]
        .sort((a, b) => a.rank - b.rank || (a.summary.id < b.summary.id ? -1 : 1))
        .map(({ summary }) => summary),
    putInList: (summary, rank) => void list.set(summary.id, { rank, summary }),
    read: (projectId) => snapshots.get(projectId),
    write,
    change: (project, events) => {
      if (events.length > 0) write(project);
      else snapshots.set(project.id, project);
    },
    remove(projectId) {
      list.delete(projectId);
      snapshots.delete(projectId);
    },
  };
}

function createActivityTable(memory: Memory): ActivityTable {
  const held = memory.map<string, { activity: Activity; isDismissed: boolean }>();

  function save(activities: readonly Activity[]): number {
    const fresh = activities.filter(({ id }) => !held.has(id));
    for (const activity of fresh) held.set(activity.id, { activity, isDismissed: false });
    return fresh.length;
  }

  function setDismissed(ids: readonly string[], isDismissed: boolean): number {
    const changed = ids.filter((id) => held.has(id) && held.get(id)?.isDismissed !== isDismissed);
    for (const id of changed) {
      const { activity } = held.get(id) ?? {};
      if (activity) held.set(id, { activity, isDismissed });
    }
    return changed.length;
  }

  return {
    list: (projectId, limit) =>
      [...held.values()]
        .filter(
          ({ activity, isDismissed }) =>
            !isDismissed && (projectId === null || activity.projectId === projectId),
        )
        .map(({ activity }) => activity)
        .sort((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, limit),
    save: (activities) => void save(activities),
    reconcile({ newest, isAll, knownIds }) {
      const listed = new Set(newest.map(({ id }) => id));
      const oldest = isAll ? '' : (newest.at(-1)?.id ?? '');
      const missing = knownIds.filter((id) => id >= oldest && !listed.has(id));
      return save(newest) + setDismissed([...listed], false) + setDismissed(missing, true) > 0;
    },
    setDismissed: (ids, isDismissed) => void setDismissed(ids, isDismissed),
    removeProject(projectId) {
      for (const [id, { activity }] of [...held]) if (activity.projectId === projectId) held.delete(id);
    },
  };
}

function createCommentTable(memory: Memory): CommentTable {
  const held = memory.map<string, { projectId: string; comments: readonly Comment[]; isStale: boolean }>();
  return {
    read(cutId) {
      const row = held.get(cutId);
      return row && { comments: [...row.comments], isStale: row.isStale };
    },
    write: (cutId, projectId, comments) => void held.set(cutId, { projectId, comments, isStale: false }),
    apply(cutId, events) {
      const row = held.get(cutId);
      if (row) held.set(cutId, { ...row, comments: applyCommentEvents(row.comments, events) });
    },
    setStale(projectId) {
      for (const [cutId, row] of held) {
        if (row.projectId === projectId) held.set(cutId, { ...row, isStale: true });
      }
    },
    setCutStale(cutId) {
      const row = held.get(cutId);
      if (row) held.set(cutId, { ...row, isStale: true });
    },
    removeProject(projectId) {
      for (const [cutId, row] of [...held]) if (row.projectId === projectId) held.delete(cutId);
    },
    removeCuts(cutIds) {
      for (const cutId of cutIds) held.delete(cutId);
    },
    findProjectOf(id) {
      const isHere = ({ id: commentId, replies }: Comment) =>
        commentId === id || replies.some((reply) => reply.id === id);
      return [...held.values()].find(({ comments }) => comments.some(isHere))?.projectId;
    },
  };
}
