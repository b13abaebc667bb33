import type {
  Compilable,
  CompiledQuery,
  Insertable,
  InsertQueryBuilder,
  InsertResult,
  Kysely,
  QueryResult,
} from 'kysely';
import { chunksOf } from './chunks.ts';
import { runDirectly } from './own-sqlite-dialect.ts';
import type { Database } from './schema.ts';

/** Stands for a value that is given when the query runs. */
class Hole {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const holes = new Proxy({}, { get: (_target, name) => new Hole(String(name)) });

type Prepared<Given, Row> = (db: Kysely<Database>, given: Given) => Promise<QueryResult<Row>>;

/**
 * A query that is built and compiled once, which takes longer than most of ours run. `build` gets holes in place of the
 * values, so the query must have the same text whatever they are.
 */
export function prepared<Given extends object, Row>(
  build: (db: Kysely<Database>, given: Given) => Compilable<Row>,
): Prepared<Given, Row> {
  const compile = compiledOnce((db) => build(db, holes as Given));
  return (db, given) => {
    const query = compile(db);
    const values = given as Record<string, unknown>;
    const parameters = query.parameters.map((value) => (value instanceof Hole ? values[value.name] : value));
    return runCompiled(db, { ...query, parameters });
  };
}

/** Rows by the value of one of several columns. Each column has a query of its own, which `build` makes. */
export function preparedBy<Column extends string, Row>(
  build: (db: Kysely<Database>, column: Column, value: string) => Compilable<Row>,
): (db: Kysely<Database>, where: By<Column>) => Promise<Row[]> {
  const queries = new Map<string, Prepared<{ value: string }, Row>>();
  return async (db, where) => {
    const [column, value] = Object.entries(where)[0] as [Column, string];
    let query = queries.get(column);
    if (!query) {
      query = prepared((db, { value }: { value: string }) => build(db, column, value));
      queries.set(column, query);
    }
    return (await query(db, { value })).rows;
  };
}

/** The value of one of these columns. */
export type By<Column extends string> = { [One in Column]: Record<One, string> }[Column];

/** By the kind of database, of which a process has one. */
function compiledOnce<Row>(
  build: (db: Kysely<Database>) => Compilable<Row>,
): (db: Kysely<Database>) => CompiledQuery<Row> {
  const compiled = new WeakMap<object, CompiledQuery<Row>>();
  return (db) => {
    const { adapter } = db.getExecutor();
    let query = compiled.get(adapter);
    if (!query) {
      query = build(db).compile();
      compiled.set(adapter, query);
    }
    return query;
  };
}

/** Runs a compiled query by the shortest way that the database has. */
export async function runCompiled<Row>(
  db: Kysely<Database>,
  query: CompiledQuery<Row>,
): Promise<QueryResult<Row>> {
  return runDirectly(db, query) ?? db.executeQuery(query);
}

/** Statements of more rows than these are rare, and compiled each time. */
const mostPrepared = 64;

/**
 * Inserts rows of one table, which all have the same columns. Compiled once for each number of rows. `complete` adds what
 * follows the values, and may return rows.
 */
export function preparedInsert<Table extends keyof Database, Row = unknown>(
  table: Table,
  complete: (insert: InsertQueryBuilder<Database, Table, InsertResult>) => Compilable<Row> = (insert) =>
    insert as Compilable<never>,
): (db: Kysely<Database>, rows: readonly Insertable<Database[Table]>[]) => Promise<Row[]> {
  const byCount = new Map<number, (db: Kysely<Database>) => CompiledQuery<Row>>();

  function compilerFor(rows: readonly object[]) {
    const known = byCount.get(rows.length);
    if (known) return known;
    const columns = Object.keys(rows[0] ?? {});
    const values = rows.map(() => Object.fromEntries(columns.map((column) => [column, new Hole(column)])));
    const made = compiledOnce((db) => complete(db.insertInto(table).values(values as never)));
    byCount.set(rows.length, made);
    return made;
  }

  return async (db, rows) => {
    const answers: Row[] = [];
    for (const chunk of chunksOf(rows)) {
      if (chunk.length > mostPrepared) {
        const query = complete(db.insertInto(table).values(chunk)).compile();
        answers.push(...((await db.executeQuery(query)).rows as Row[]));
        continue;
      }
      const query = compilerFor(chunk)(db);
      const width = query.parameters.length / chunk.length;
      const parameters = query.parameters.map((hole, index) => {
        const row = chunk[Math.floor(index / width)] as Record<string, unknown>;
        return row[(hole as Hole).name];
      });
      answers.push(...(await runCompiled<Row>(db, { ...query, parameters })).rows);
    }
    return answers;
  };
}
