import type Database from 'better-sqlite3';
import type { Cache } from '../../client/cache/cache.ts';
import type { Log } from '../../client/common/log.ts';
import type { Cursor } from '../../client/realtime/topic-state.ts';
import { applyProjectEvent } from '../../protocol/state/project-state.ts';
import { type LoggedEvent, type NamedEvent, parseLoggedEvent } from '../../protocol/wire/event.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import { parseTopic, projectTopic, type Topic } from '../../protocol/wire/topic.ts';
import { openSqlite } from '../common/open-sqlite.ts';
import { activityTables, createActivityTable } from './activity-table.ts';
import { commentTables, createCommentTable } from './comment-table.ts';
import { createInboxTable, inboxTables } from './inbox-table.ts';
import { createProjectTable, projectTables } from './project-table.ts';

const tables = `
  create table cursor (topic text primary key, epoch text not null, seq integer not null);
  create table mark (name text primary key);
  ${projectTables}${activityTables}${commentTables}${inboxTables}
`;

export function createCache({ path, log }: { path: string; log: Log }): Cache {
  const { database } = openSqlite({ path, synchronous: 'NORMAL', version: 3, create: tables, log });
  const statements = prepare(database);
  const projects = createProjectTable(database);
  const activities = createActivityTable(database);
  const comments = createCommentTable(database);
  const inbox = createInboxTable(database);
  function readCursor(topic: Topic): Cursor | null {
    return (statements.readCursor.get(topic) as Cursor | undefined) ?? null;
  }

  function removeProject(projectId: string): void {
    projects.remove(projectId);
    activities.removeProject(projectId);
    comments.removeProject(projectId);
    statements.removeCursor.run(projectTopic(projectId));
  }

  function inTransaction<Result>(change: () => Result): Result {
    try {
      return database.transaction(change)();
    } catch (error) {
      projects.forget();
      throw error;
    }
  }

  return {
    hasProjects: () => statements.hasMark.get('projects') !== undefined,
    listProjects: projects.list,
    replaceProjects(list) {
      inTransaction(() => {
        const listed = new Set(list.map(({ id }) => id));
        for (const { id } of projects.list()) if (!listed.has(id)) removeProject(id);
        for (const [rank, project] of list.entries()) projects.putInList(project, rank);
        statements.setMark.run('projects');
      });
    },
    readProject: projects.read,
    replaceProject(snapshot) {
      return inTransaction(() => {
        const topic = projectTopic(snapshot.id);
        const here = readCursor(topic);
        if (here && here.epoch === snapshot.epoch && here.seq > snapshot.seq) return here;
        const cursor = { epoch: snapshot.epoch, seq: snapshot.seq };
        projects.write(snapshot);
        comments.setStale(snapshot.id);
        statements.writeCursor.run({ topic, ...cursor });
        return cursor;
      });
    },
    removeProject: (projectId) => inTransaction(() => removeProject(projectId)),
    findProjectOf(id) {
      for (const { id: projectId } of projects.list()) {
        if (projectId === id || holds(projects.read(projectId), id)) return projectId;
      }
      return comments.findProjectOf(id);
    },

    readCursor,
    setCursor: (topic, cursor) => statements.writeCursor.run({ topic, ...cursor }),
    applyEntries(topic, entries) {
      return inTransaction(() => {
        const cursor = readCursor(topic);
        if (!cursor) throw new Error(`${topic} was never read`);
        const fresh = entries.filter((entry) => entry.seq > cursor.seq);
        const applied: LoggedEvent[] = [];
        const { kind, id } = parseTopic(topic);
        let project = kind === 'project' ? projects.read(id) : undefined;
        const changes: LoggedEvent[] = [];
        for (const [index, entry] of fresh.entries()) {
          if (entry.seq !== cursor.seq + 1 + index) throw new Error(`${topic} has a gap before ${entry.seq}`);
          const event = parseLoggedEvent({ topic, ...entry });
          if ('unknown' in event) continue;
          if (kind === 'user') inbox.apply(event, id);
          else applyToComments(event, project);
          const next = project && applyProjectEvent(project, event);
          if (next !== project) changes.push(event);
          project = next;
          if (event.name === 'activity:new') activities.save([event.payload]);
          applied.push(event);
        }
        const seq = cursor.seq + fresh.length;
        if (project) projects.change({ ...project, seq }, changes);
        statements.writeCursor.run({ topic, epoch: cursor.epoch, seq });
        return applied;
      });
    },

    comments,
    activities: {
      ...activities,
      save: (seen) => inTransaction(() => activities.save(seen)),
      reconcile: (answer) => inTransaction(() => activities.reconcile(answer)),
    },
    inbox: {
      ...inbox,
      replace: (read) => inTransaction(() => inbox.replace(read)),
      saveMessages: (...page) => inTransaction(() => inbox.saveMessages(...page)),
    },
    close: () => {
      database.close();
    },
  };

  /** `project` as it was before the event: a vibe that is deleted still names its cuts there. */
  function applyToComments(event: NamedEvent, project: ProjectSnapshot | undefined): void {
    if (event.name === 'vibe:deleted') {
      const vibe = project?.vibes.find(({ id }) => id === event.payload.vibeId);
      comments.removeCuts(vibe?.cuts.map(({ id }) => id) ?? []);
    } else comments.apply(event);
  }
}

function prepare(database: Database.Database) {
  return {
    hasMark: database.prepare('select 1 from mark where name = ?'),
    setMark: database.prepare('insert or ignore into mark (name) values (?)'),
    readCursor: database.prepare('select epoch, seq from cursor where topic = ?'),
    writeCursor: database.prepare(
      `insert into cursor (topic, epoch, seq) values (:topic, :epoch, :seq)
       on conflict (topic) do update set epoch = excluded.epoch, seq = excluded.seq`,
    ),
    removeCursor: database.prepare('delete from cursor where topic = ?'),
  };
}

function holds(project: ProjectSnapshot | undefined, id: string): boolean {
  return (project?.vibes ?? []).some(
    (vibe) =>
      vibe.id === id || vibe.cuts.some((cut) => cut.id === id || cut.files.some((file) => file.id === id)),
  );
}
