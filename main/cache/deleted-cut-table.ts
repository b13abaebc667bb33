import type Database from 'better-sqlite3';
import type { DeletedCutTable } from '../../client/cache/cache.ts';
import type { HeldDeletedCut } from '../../protocol/ipc/deleted-cut.ts';

export const deletedCutTables = `
  create table deletedCut (id text primary key, projectId text not null, body text not null);
  create index deletedCutByProject on deletedCut (projectId);
`;

/** The deleted cuts that can be restored, as far as they are known here. */
export function createDeletedCutTable(database: Database.Database): DeletedCutTable {
  const list = database.prepare<[string], string>('select body from deletedCut where projectId = ?').pluck();
  const put = database.prepare('insert or replace into deletedCut (id, projectId, body) values (?, ?, ?)');
  const remove = database.prepare('delete from deletedCut where id = ?');
  const removeProject = database.prepare('delete from deletedCut where projectId = ?');
  const find = database.prepare<[string], string>('select projectId from deletedCut where id = ?').pluck();
  return {
    list: (projectId) => list.all(projectId).map((body): HeldDeletedCut => JSON.parse(body)),
    put: (deleted) => {
      put.run(deleted.cut.id, deleted.cut.projectId, JSON.stringify(deleted));
    },
    remove: (cutId) => {
      remove.run(cutId);
    },
    removeProject: (projectId) => {
      removeProject.run(projectId);
    },
    findProjectOf: (cutId) => find.get(cutId),
  };
}
