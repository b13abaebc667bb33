import type SQLite from 'better-sqlite3';
import {
  type CompiledQuery,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteQueryCompiler,
  type Transaction,
} from 'kysely';
import { cachingPrepare } from './caching-prepare.ts';
import type { OnStatement } from './on-statement.ts';
import type { Database } from './schema.ts';

/**
 * Kysely's dialect, with a short way for compiled queries beside it: `runDirectly`. `database` prepares the statements of
 * this connection.
 */
export class OwnSqliteDialect extends SqliteDialect {
  readonly #adapter: OwnSqliteAdapter;

  constructor(sqlite: SQLite.Database, onStatement?: OnStatement, database = cachingPrepare(sqlite)) {
    super({ database });
    this.#adapter = new OwnSqliteAdapter(sqlite, database, onStatement);
  }

  override createAdapter(): SqliteAdapter {
    return this.#adapter;
  }

  override createQueryCompiler(): SqliteQueryCompiler {
    return new OwnSqliteQueryCompiler();
  }
}

/**
 * SQLite plans a join again whenever a bare parameter beside a column gets another value, which takes ten times as long as
 * finding a row. A `+` changes no value, and hides the parameter from the planner.
 */
class OwnSqliteQueryCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?';
  }
}

class OwnSqliteAdapter extends SqliteAdapter {
  readonly #sqlite: SQLite.Database;
  readonly #database: SqliteDatabase;
  readonly #onStatement: OnStatement | undefined;

  constructor(sqlite: SQLite.Database, database: SqliteDatabase, onStatement?: OnStatement) {
    super();
    this.#sqlite = sqlite;
    this.#database = database;
    this.#onStatement = onStatement;
  }

  get isInTransaction(): boolean {
    return this.#sqlite.inTransaction;
  }

  /** How many rows this connection has written since it was opened, also by triggers, even if that was undone. */
  rowsWritten(): number {
    const [row] = this.#database.prepare('select total_changes() as written').all([]);
    return (row as { written: number }).written;
  }

  run<Row>(query: CompiledQuery<Row>): QueryResult<Row> {
    if (!this.#onStatement) return this.#answer(query);
    const begun = performance.now();
    try {
      const answer = this.#answer(query);
      this.#onStatement({ level: 'query', query, queryDurationMillis: performance.now() - begun });
      return answer;
    } catch (error) {
      this.#onStatement({ level: 'error', query, error, queryDurationMillis: performance.now() - begun });
      throw error;
    }
  }

  #answer<Row>({ sql, parameters }: CompiledQuery<Row>): QueryResult<Row> {
    const statement = this.#database.prepare(sql);
    if (statement.reader) return { rows: statement.all(parameters) as Row[] };
    const { changes } = statement.run(parameters);
    return { numAffectedRows: BigInt(changes), rows: [] };
  }
}

function ownAdapter(db: Kysely<Database>): OwnSqliteAdapter | null {
  const { adapter } = db.getExecutor();
  return adapter instanceof OwnSqliteAdapter ? adapter : null;
}

/**
 * Runs a compiled query without Kysely's turns and promises, which take several times as long as most of our queries.
 * Null if it can't: on another database, or while the one connection is in somebody else's transaction.
 */
export function runDirectly<Row>(db: Kysely<Database>, query: CompiledQuery<Row>): QueryResult<Row> | null {
  const adapter = ownAdapter(db);
  return adapter && adapter.isInTransaction === db.isTransaction ? adapter.run(query) : null;
}

/** A figure that rises when rows are written in this transaction of SQLite. Null if it has ended, or on another database. */
export function rowsWritten(tx: Transaction<Database>): number | null {
  const adapter = ownAdapter(tx);
  return adapter?.isInTransaction ? adapter.rowsWritten() : null;
}
