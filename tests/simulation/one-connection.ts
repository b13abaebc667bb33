import type SQLite from 'better-sqlite3';
import type { DatabaseConnection, Driver, SqliteDatabase, SqliteDialect } from 'kysely';
import { OwnSqliteDialect } from '../../server/db/own-sqlite-dialect.ts';
import type { Life } from './life.ts';

/** The one connection of a database file, which lives of several servers borrow in turns. */
export type OneConnection = {
  /** `database` prepares the statements of that life on this connection. */
  dialectFor(life: Life, sqlite: SQLite.Database, database: SqliteDatabase): SqliteDialect;
  /** Whether nobody has it, and nobody waits for it. */
  isFree(): boolean;
};

/**
 * Of two servers on a database one has its transaction at a time; so they interleave by whole transactions and single
 * statements. `tidy` rolls back the transaction of a life that has ended in it. `commitsLate`: whoever commits goes on
 * before it is done.
 */
export function createOneConnection(tidy: () => void, commitsLate = false): OneConnection {
  let borrowers = 0;
  let free: Promise<void> = Promise.resolve();

  function lending(inner: Driver, life: Life): Driver {
    const returns = new WeakMap<DatabaseConnection, () => void>();
    const late = new WeakSet<DatabaseConnection>();
    return {
      init: (options) => inner.init(options),
      destroy: (options) => inner.destroy(options),
      beginTransaction: (connection, settings) => inner.beginTransaction(connection, settings),
      async commitTransaction(connection) {
        if (commitsLate) late.add(connection);
        else await inner.commitTransaction(connection);
      },
      rollbackTransaction: (connection) => inner.rollbackTransaction(connection),
      async acquireConnection(options) {
        borrowers += 1;
        const before = free;
        let giveBack = () => {};
        free = new Promise((resolve) => {
          giveBack = resolve;
        });
        await before;
        const connection = await inner.acquireConnection(options);
        returns.set(connection, giveBack);
        return connection;
      },
      async releaseConnection(connection, options) {
        const giveBack = async () => {
          await inner.releaseConnection(connection, options);
          if (life.isOver()) tidy();
          borrowers -= 1;
          returns.get(connection)?.();
        };
        if (!late.delete(connection)) return giveBack();
        setImmediate(
          () =>
            void inner
              .commitTransaction(connection)
              .catch(() => {})
              .finally(giveBack),
        );
      },
    };
  }

  return {
    dialectFor(life, sqlite, database) {
      const dialect = new OwnSqliteDialect(sqlite, undefined, database);
      const createDriver = dialect.createDriver.bind(dialect);
      dialect.createDriver = () => lending(createDriver(), life);
      return dialect;
    },
    isFree: () => borrowers === 0,
  };
}
