import type SQLite from 'better-sqlite3';
import type { SqliteDatabase } from 'kysely';

const maximumStatements = 500;

/**
 * The same database, but each statement text is compiled once: Kysely prepares a statement for each query, which takes
 * longer than most of our queries. A statement that is still being iterated is never handed out (Kysely's SQLite driver
 * iterates only in `stream`, and then holds the connection). The oldest statements are dropped first.
 */
export function cachingPrepare(sqlite: SQLite.Database): SqliteDatabase {
  const statements = new Map<string, ReturnType<SqliteDatabase['prepare']>>();
  return {
    close: () => sqlite.close(),
    prepare: (query) => {
      // SQLite rolls back on its own when the disk is full; Kysely's rollback would then fail and hide the cause.
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
