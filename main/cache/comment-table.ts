import type Database from 'better-sqlite3';
import type { CommentTable, HeldComments } from '../../client/cache/cache.ts';
import { applyCommentEvents } from '../../protocol/state/comment-events.ts';

export const commentTables = `
  create table cutComments (
    cutId text primary key,
    projectId text not null,
    body text not null,
    isStale integer not null default 0
  );
  create index cutCommentsByProject on cutComments (projectId);
`;

export function createCommentTable(database: Database.Database): CommentTable {
  const read = database.prepare('select body, isStale from cutComments where cutId = ?');
  const write = database.prepare(
    'insert or replace into cutComments (cutId, projectId, body) values (:cutId, :projectId, :body)',
  );
  const change = database.prepare('update cutComments set body = :body where cutId = :cutId');
  const setStale = database.prepare('update cutComments set isStale = 1 where projectId = ?');
  const removeProject = database.prepare('delete from cutComments where projectId = ?');
  const remove = database.prepare('delete from cutComments where cutId = ?');
  // Ids are unique and made of characters that JSON leaves as they are.
  const find = database.prepare(
    `select projectId from cutComments where instr(body, '"id":"' || ? || '"') > 0`,
  );

  function readHeld(cutId: string): HeldComments | undefined {
    const row = read.get(cutId) as { body: string; isStale: number } | undefined;
    return row && { comments: JSON.parse(row.body), isStale: row.isStale === 1 };
  }

  return {
    read: readHeld,
    write: (cutId, projectId, comments) => {
      write.run({ cutId, projectId, body: JSON.stringify(comments) });
    },
    apply(cutId, events) {
      const held = readHeld(cutId);
      if (!held) return;
      const comments = applyCommentEvents(held.comments, events);
      if (comments !== held.comments) change.run({ cutId, body: JSON.stringify(comments) });
    },
    setStale: (projectId) => {
      setStale.run(projectId);
    },
    removeProject: (projectId) => {
      removeProject.run(projectId);
    },
    removeCuts: (cutIds) => {
      for (const cutId of cutIds) remove.run(cutId);
    },
    findProjectOf: (id) => (find.get(id) as { projectId: string } | undefined)?.projectId,
  };
}
