import type { Compilable, CompiledQuery, Insertable, Kysely, QueryResult } from 'kysely';
import { chunksOf } from './chunks.ts';
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
  /** By the kind of database, of which a process has one. */
  const compiled = new WeakMap<object, CompiledQuery<Row>>();
  return (db, given) => {
    const { adapter } = db.getExecutor();
    let query = compiled.get(adapter);
    if (!query) {
      query = build(db, holes as Given).compile();
      compiled.set(adapter, query);
    }
    const values = given as Record<string, unknown>;
    const parameters = query.parameters.map((value) => (value instanceof Hole ? values[value.name] : value));
    return db.executeQuery({ ...query, parameters });
  };
}

/** Statements of more rows than these are rare, and compiled each time. */
const mostPrepared = 64;

/** Inserts rows of one table, which all have the same columns. Compiled once for each number of rows. */
export function preparedInsert<Table extends keyof Database>(
  table: Table,
): (db: Kysely<Database>, rows: readonly Insertable<Database[Table]>[]) => Promise<void> {
  const byCount = new Map<number, Prepared<object, unknown>>();

  function forCount(count: number, columns: string[]): Prepared<object, unknown> {
    const indexes = Array.from({ length: count }, (_, index) => index);
    return prepared<object, unknown>((db, given) =>
      db
        .insertInto(table)
        .values(
          indexes.map((index) =>
            Object.fromEntries(
              columns.map((column) => [column, (given as Record<string, never>)[`${index} ${column}`]]),
            ),
          ) as never,
        ),
    );
  }

  return async (db, rows) => {
    for (const chunk of chunksOf(rows)) {
      if (chunk.length > mostPrepared) {
        await db.insertInto(table).values(chunk).execute();
        continue;
      }
      const insert = byCount.get(chunk.length) ?? forCount(chunk.length, Object.keys(chunk[0] ?? {}));
      byCount.set(chunk.length, insert);
      const named = chunk.flatMap((row, index) =>
        Object.entries(row).map(([column, value]) => [`${index} ${column}`, value]),
      );
      await insert(db, Object.fromEntries(named));
    }
  };
}
