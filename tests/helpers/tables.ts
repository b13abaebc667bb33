import SQLite from 'better-sqlite3';
import pg from 'pg';
import { withClient } from './postgres.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests read rows freely.
type AnyRow = any;
type Value = string | number | Uint8Array | null;

/**
 * The tables of a server's database, read and changed from outside, as another program would. Statements are written as
 * for SQLite, with `?` for values; names need no quotes.
 */
export type Tables = {
  rows<Row = AnyRow>(statement: string, ...values: Value[]): Promise<Row[]>;
  /** The first row. */
  row<Row = AnyRow>(statement: string, ...values: Value[]): Promise<Row>;
  /** The first column of each row. */
  values<Column = AnyRow>(statement: string, ...values: Value[]): Promise<Column[]>;
  /** The first column of the first row. */
  value<Column = AnyRow>(statement: string, ...values: Value[]): Promise<Column>;
  /** Without values these may be several statements. */
  run(statements: string, ...values: Value[]): Promise<void>;
  /** Puts rows into a table, in one transaction. */
  insert(table: string, rows: Record<string, Value>[]): Promise<void>;
  /**
   * The names of all tables, or of those with this column, sorted; without those that the database keeps for itself or for
   * an index.
   */
  names(column?: string): Promise<string[]>;
};

type Row = Record<string, Value>;
type Run = (statements: string, values: Value[]) => Promise<AnyRow[]>;

const first = (row: object) => Object.values(row)[0];

function tablesOf(run: Run, listing: string, insert: Tables['insert']): Tables {
  return {
    rows: (statement, ...values) => run(statement, values),
    row: async (statement, ...values) => (await run(statement, values))[0],
    values: async (statement, ...values) => (await run(statement, values)).map(first),
    value: async (statement, ...values) => (await run(statement, values)).map(first)[0],
    async run(statements, ...values) {
      await run(statements, values);
    },
    insert,
    names: async (column = '%') => (await run(listing, [column])).map(first),
  };
}

/** The tables in a file. */
export function tablesOfSqlite(file: string): Tables {
  const use = async <Result>(task: (sqlite: SQLite.Database) => Result): Promise<Result> => {
    const sqlite = new SQLite(file, { timeout: 5000 });
    try {
      return task(sqlite);
    } finally {
      sqlite.close();
    }
  };
  const run: Run = (text, values) =>
    use((sqlite) => {
      const isMany = values.length === 0 && !/^\s*(?:select|explain|with)\b/i.test(text);
      if (isMany) return sqlite.exec(text) && [];
      const statement = sqlite.prepare(text);
      return statement.reader ? statement.all(...values) : statement.run(...values) && [];
    });
  const insert = (table: string, rows: Row[]) =>
    use((sqlite) => {
      const names = Object.keys(rows[0] ?? {});
      const places = names.map((name) => `@${name}`);
      const add = sqlite.prepare(
        `insert into "${table}" (${names.map((name) => `"${name}"`)}) values (${places})`,
      );
      sqlite.transaction(() => {
        for (const row of rows) add.run(row);
      })();
    });
  const listing = `select distinct found.name from sqlite_schema as found, pragma_table_info(found.name) as held
    where found.type = 'table' and found.sql not like 'create virtual%' and found.name not like 'sqlite%'
      and found.name not like '%\\_fts%' escape '\\' and held.name like ? order by found.name`;
  return tablesOf(run, listing, insert);
}

const { INT8, NUMERIC } = pg.types.builtins;
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === INT8 || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format),
};

/** The tables at a `postgres://` address. */
export function tablesOfPostgres(url: string): Tables {
  const run: Run = (text, values) =>
    withClient(url, async (client) => (await client.query({ text: quoted(text), values, types })).rows);
  const insert = async (table: string, rows: Row[]) => {
    const names = Object.keys(rows[0] ?? {}).map((name) => `"${name}"`);
    const given = `json_populate_recordset(null::"${table}", ?)`;
    await run(`insert into "${table}" (${names}) select ${names} from ${given}`, [JSON.stringify(rows)]);
  };
  const listing = `select distinct table_name::text as name from information_schema.columns
    where table_schema = 'public' and column_name like ? order by name`;
  return tablesOf(run, listing, insert);
}

/** Quotes the names that PostgreSQL would read differently, and numbers the places of values. */
function quoted(text: string): string {
  let places = 0;
  return text.replaceAll(/'(?:[^']|'')*'|"[^"]*"|\?|\buser\b|\b[a-z]+[A-Z]\w*/g, (part) => {
    if (part === '?') return `$${++places}`;
    return /^['"]/.test(part) ? part : `"${part}"`;
  });
}
