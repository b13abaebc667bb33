import type SQLite from 'better-sqlite3';
import type { SqliteDatabase } from 'kysely';

const maximumStatements = 500;

/**
 * The same database, but a statement of the same text is compiled once: Kysely prepares anew for each query, which
 * costs more than most of our queries take. A statement that is still being iterated is never handed out (Kysely's
 * SQLite driver iterates only in `stream`, and then holds the connection). Oldest statements go first.
 */
export function cachingPrepare(sqlite: SQLite.Database): SqliteDatabase {
  const statements = new Map<string, ReturnType<SqliteDatabase['prepare']>>();
  return {
    close: () => sqlite.close(),
    prepare: (query) => {
      // A full disk makes SQLite roll back by itself; Kysely's own rollback would then fail and hide why.
      const text = query === 'rollback' && !sqlite.inTransaction ? 'select 1' : query;
      const known = statements.get(text);
      if (known) return known;
      const statement = sqlite.prepare(text) as unknown as ReturnType<SqliteDatabase['prepare']>;
      if (statements.size >= maximumStatements) statements.delete(statements.keys().next().value ?? '');
      statements.set(text, statement);
      return statement;
    },
  };
}
