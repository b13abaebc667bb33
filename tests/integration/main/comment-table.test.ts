import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commentTables, createCommentTable } from '../../../main/cache/comment-table.ts';
import { cacheTables, createCache } from '../../../main/cache/create-cache.ts';
import { applyCommentEvent } from '../../../protocol/state/comment-list.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { NamedEvent } from '../../../protocol/wire/event.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

const user = { id: 'ana', name: 'Ana', avatarUrl: null };
const at = (second: number) => new Date(Date.UTC(2026, 2, 1) + second * 1000).toISOString();
const commentAt = (id: string, second: number, fileId: string | null = null): Comment => ({
  ...{ id, text: id, timestamp: second % 3, createdAt: at(second), user, replies: [], cutId: 'cut', fileId },
});

const id = fc.constantFrom('a', 'b', 'c', 'd');
const second = fc.integer({ min: 0, max: 5 });
const fileId = fc.constantFrom('f', null);
const event: fc.Arbitrary<NamedEvent> = fc.oneof(
  fc
    .tuple(id, second, fileId)
    .map((made) => ({ name: 'comment:created', payload: commentAt(...made) }) as const),
  fc.tuple(id, id, second).map(
    ([reply, commentId, when]) =>
      ({
        name: 'comment:reply',
        payload: { id: `r${reply}`, commentId, cutId: 'cut', text: 'x', createdAt: at(when), user },
      }) as const,
  ),
  fc
    .tuple(id, second)
    .map(
      ([commentId, timestamp]) =>
        ({ name: 'comment:updated', payload: { commentId, timestamp, text: 'y', cutId: 'cut' } }) as const,
    ),
  id.map((commentId) => ({ name: 'comment:deleted', payload: { commentId, cutId: 'cut' } }) as const),
  fc
    .tuple(id, id)
    .map(
      ([commentId, reply]) =>
        ({ name: 'reply:deleted', payload: { commentId, replyId: `r${reply}`, cutId: 'cut' } }) as const,
    ),
  fc.constant({ name: 'file:deleted', payload: { fileId: 'f', cutId: 'cut' } } as const),
);

function openTable() {
  const database = new Database(':memory:');
  database.exec(commentTables);
  const written = database.prepare<[], number>('select total_changes()').pluck();
  return {
    table: createCommentTable(database),
    rowsWritten: () => written.get() ?? 0,
    close: () => database.close(),
  };
}

describe('the comment table', () => {
  it('gives the same comments after each page of events as a list in memory', () => {
    fc.assert(
      fc.property(fc.array(fc.array(event, { maxLength: 8 }), { maxLength: 6 }), (pages) => {
        const { table, close } = openTable();
        table.write('cut', 'p', []);
        let list: readonly Comment[] = [];
        for (const page of pages) {
          table.apply('cut', page);
          list = page.reduce<readonly Comment[]>(applyCommentEvent, list);
          expect(table.read('cut')?.comments).toEqual(list);
        }
        close();
      }),
      { numRuns: 300 },
    );
  });

  it('writes only the changed comments, however many there are', () => {
    const { table, rowsWritten, close } = openTable();
    disposeLater(close);
    table.write('cut', 'p', []);
    for (let page = 0; page < 20; page++) {
      const events = Array.from(
        { length: 500 },
        (_, index): NamedEvent => ({
          name: 'comment:created',
          payload: commentAt(`c${page}-${index}`, page * 500 + index),
        }),
      );
      const before = rowsWritten();
      table.apply('cut', events);
      expect(rowsWritten() - before).toBe(500);
    }
    expect(table.read('cut')?.comments).toHaveLength(10_000);
  });

  it('takes over comments from a cache that kept them as one text, silently, and reads them again', async () => {
    const path = join(await temporaryFolder(), 'cache.sqlite');
    const before = new Database(path);
    before.exec(cacheTables);
    before.exec(`
      drop table heldComment;
      drop table deletedCut;
      alter table cutComments add column body text not null default '[]';
      pragma user_version = 3;
    `);
    const comments = [commentAt('a', 0), { ...commentAt('b', 1), text: 'with "quotes"' }];
    before
      .prepare("insert into cutComments (cutId, projectId, body) values ('cut', 'p', ?)")
      .run(JSON.stringify(comments));
    before.prepare("insert into cutComments (cutId, projectId) values ('empty', 'p')").run();
    before.close();
    const told: string[] = [];
    const cache = createCache({
      userId: 'me',
      path,
      log: createQuietLog(),
      onDamage: (message) => told.push(message),
    });
    disposeLater(cache.close);
    expect(told).toEqual([]);
    expect(cache.comments.read('cut')).toEqual({ comments, isStale: true });
    expect(cache.comments.read('empty')).toEqual({ comments: [], isStale: true });
    expect(cache.findProjectOf('b')).toBe('p');
  });
});
