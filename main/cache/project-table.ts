import type Database from 'better-sqlite3';
import { type ProjectTable, summaryOf } from '../../client/cache/assemble-cache.ts';
import { withOwnRole } from '../../protocol/state/own-role.ts';
import { applyProjectEvent } from '../../protocol/state/project-state.ts';
import type { NamedEvent } from '../../protocol/wire/event.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';

export const projectTables = `
  create table project (id text primary key, rank integer not null, summary text not null);
  create table projectSnapshot (projectId text primary key, snapshot text not null);
  create table projectChange (
    projectId text not null,
    seq integer not null,
    event text not null,
    primary key (projectId, seq)
  ) without rowid;
`;

/**
 * A snapshot with a hundred cuts is a megabyte of JSON. So events are kept beside it and applied when it is read; after
 * many events a new snapshot is written.
 */
type FileProjectTable = ProjectTable & {
  /** Call after a failed transaction: drops the objects in memory, which may be ahead of the file. */
  forget(): void;
};

const mostChanges = 200;

export function createProjectTable(database: Database.Database, userId: string): FileProjectTable {
  const list = database.prepare('select summary from project order by rank, id').pluck();
  const putInList = database.prepare(
    `insert into project (id, rank, summary) values (:id, :rank, :summary)
     on conflict (id) do update set rank = excluded.rank, summary = excluded.summary`,
  );
  const writeSummary = database.prepare(
    `insert into project (id, rank, summary) values (:id, 0, :summary)
     on conflict (id) do update set summary = excluded.summary`,
  );
  const readSnapshot = database.prepare(
    `select snapshot, seq from projectSnapshot left join cursor on topic = 'project:' || projectId
     where projectId = ?`,
  );
  const writeSnapshot = database.prepare('insert or replace into projectSnapshot values (:id, :snapshot)');
  const readChanges = database
    .prepare('select event from projectChange where projectId = ? order by seq')
    .pluck();
  const countChanges = database.prepare('select count(*) from projectChange where projectId = ?').pluck();
  const addChange = database.prepare('insert into projectChange values (?, ?, ?)');
  const removeFromList = database.prepare('delete from project where id = ?');
  const removeSnapshot = database.prepare('delete from projectSnapshot where projectId = ?');
  const removeChanges = database.prepare('delete from projectChange where projectId = ?');
  /** Parsed projects, so that an event doesn't parse a whole project. */
  const held = new Map<string, ProjectSnapshot>();

  function load(projectId: string): ProjectSnapshot | undefined {
    const row = readSnapshot.get(projectId) as { snapshot: string; seq: number | null } | undefined;
    if (!row) return undefined;
    const snapshot: ProjectSnapshot = JSON.parse(row.snapshot);
    const events = (readChanges.all(projectId) as string[]).map((event): NamedEvent => JSON.parse(event));
    const project = withOwnRole(events.reduce(applyProjectEvent, snapshot), userId);
    return { ...project, seq: row.seq ?? snapshot.seq };
  }

  function summarise(project: ProjectSnapshot): void {
    writeSummary.run({ id: project.id, summary: JSON.stringify(summaryOf(project)) });
  }

  function write(snapshot: ProjectSnapshot): void {
    const { id } = snapshot;
    summarise(snapshot);
    writeSnapshot.run({ id, snapshot: JSON.stringify(snapshot) });
    removeChanges.run(id);
    held.set(id, snapshot);
  }

  return {
    list: () => (list.all() as string[]).map((summary) => JSON.parse(summary)),
    putInList: (project, rank) =>
      void putInList.run({ id: project.id, rank, summary: JSON.stringify(project) }),
    read(projectId) {
      const project = held.get(projectId) ?? load(projectId);
      if (project) held.set(projectId, project);
      return project;
    },
    write,
    change(project, events) {
      const { id } = project;
      if ((countChanges.get(id) as number) + events.length > mostChanges) return write(project);
      for (const event of events) addChange.run(id, event.seq, JSON.stringify(event));
      if (events.length > 0) summarise(project);
      held.set(id, project);
    },
    remove(projectId) {
      for (const removal of [removeFromList, removeSnapshot, removeChanges]) removal.run(projectId);
      held.delete(projectId);
    },
    forget: () => held.clear(),
  };
}
