import type Database from 'better-sqlite3';
import type { CommentTable } from '../../client/cache/cache.ts';
import { applyCommentEvents } from '../../protocol/state/comment-events.ts';
import { byMoment } from '../../protocol/state/comment-list.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import type { NamedEvent } from '../../protocol/wire/event.ts';

const heldCommentTable = `
  create table heldComment (id text primary key, cutId text not null, body text not null);
  create index heldCommentByCut on heldComment (cutId);
`;

export const commentTables = `
  create table cutComments (cutId text primary key, projectId text not null, isStale integer not null default 0);
  create index cutCommentsByProject on cutComments (projectId);
  ${heldCommentTable}
`;

/** Before, all comments of a cut were one text that each event rewrote. */
export const splitComments = `
  ${heldCommentTable}
  insert or ignore into heldComment (id, cutId, body)
    select json_extract(one.value, '$.id'), cutId, one.value from cutComments, json_each(cutComments.body) one;
  alter table cutComments drop column body;
`;

/** An earlier version of the app skipped events about comments: that they are resolved, that replies are edited. */
export const readCommentsAgain = 'update cutComments set isStale = 1';

/** One row for each comment, so that an event costs the same in a cut with thousands of comments as in one with few. */
export function createCommentTable(database: Database.Database): CommentTable {
  const readCut = database.prepare<[string], { isStale: number }>(
    'select isStale from cutComments where cutId = ?',
  );
  const readAll = database.prepare<[string], string>('select body from heldComment where cutId = ?').pluck();
  const readOne = database
    .prepare<[string, string], string>('select body from heldComment where id = ? and cutId = ?')
    .pluck();
  const writeCut = database.prepare('insert or replace into cutComments (cutId, projectId) values (?, ?)');
  const writeOne = database.prepare('insert or replace into heldComment (id, cutId, body) values (?, ?, ?)');
  const setStale = database.prepare('update cutComments set isStale = 1 where projectId = ?');
  const setCutStale = database.prepare('update cutComments set isStale = 1 where cutId = ?');
  const cutsOf = database
    .prepare<[string], string>('select cutId from cutComments where projectId = ?')
    .pluck();
  const removeCut = database.prepare('delete from cutComments where cutId = ?');
  const removeAll = database.prepare('delete from heldComment where cutId = ?');
  const removeOne = database.prepare('delete from heldComment where id = ?');
  const findComment = database
    .prepare<[string], string>(
      'select projectId from cutComments join heldComment using (cutId) where id = ?',
    )
    .pluck();
  // Ids are unique and contain no characters that JSON escapes.
  const findReply = database
    .prepare<[string], string>(
      `select projectId from cutComments join heldComment using (cutId)
       where instr(body, '"id":"' || ? || '"') > 0 limit 1`,
    )
    .pluck();

  const parse = (bodies: string[]) => bodies.map((body): Comment => JSON.parse(body)).sort(byMoment);
  const put = (comment: Comment) => writeOne.run(comment.id, comment.cutId, JSON.stringify(comment));

  /** The comments of a cut that these events can change. */
  function readNamed(cutId: string, events: readonly NamedEvent[]): Comment[] {
    const ids = new Set<string>();
    for (const event of events) {
      const id = commentOf(event);
      if (id === 'all') return parse(readAll.all(cutId));
      if (id !== null) ids.add(id);
    }
    return parse([...ids].map((id) => readOne.get(id, cutId)).filter((body) => body !== undefined));
  }

  const write = database.transaction((cutId: string, projectId: string, comments: readonly Comment[]) => {
    writeCut.run(cutId, projectId);
    removeAll.run(cutId);
    for (const comment of comments) put(comment);
  });

  const removeCuts = database.transaction((cutIds: readonly string[]) => {
    for (const cutId of cutIds) {
      removeCut.run(cutId);
      removeAll.run(cutId);
    }
  });

  return {
    read(cutId) {
      const cut = readCut.get(cutId);
      return cut && { comments: parse(readAll.all(cutId)), isStale: cut.isStale === 1 };
    },
    write,
    apply(cutId, events) {
      if (!readCut.get(cutId)) return;
      const before = readNamed(cutId, events);
      const after = applyCommentEvents(before, events);
      const known = new Map(before.map((comment) => [comment.id, comment]));
      for (const comment of after) {
        if (known.get(comment.id) !== comment) put(comment);
        known.delete(comment.id);
      }
      for (const id of known.keys()) removeOne.run(id);
    },
    setStale: (projectId) => {
      setStale.run(projectId);
    },
    setCutStale: (cutId) => {
      setCutStale.run(cutId);
    },
    removeProject: (projectId) => removeCuts(cutsOf.all(projectId)),
    removeCuts,
    findProjectOf: (id) => findComment.get(id) ?? findReply.get(id),
  };
}

/** The id of the comment that an event changes; `all` if it may change any comment of its cut. */
function commentOf(event: NamedEvent): string | 'all' | null {
  switch (event.name) {
    case 'comment:created':
      return event.payload.id;
    case 'comment:updated':
    case 'comment:deleted':
    case 'comment:reply':
    case 'reply:updated':
    case 'reply:deleted':
      return event.payload.commentId;
    case 'file:deleted':
    case 'file:restored':
    case 'file:moved':
    case 'cut:deleted':
    case 'cut:merged':
    case 'cut:split':
      return 'all';
    default:
      return null;
  }
}
