import { type Kysely, sql, type Transaction } from 'kysely';
import { deferForeignKeys, isPostgres, readCascades } from './dialect.ts';
import type { Database } from './schema.ts';

/** The secrets of a server, and rows about the moment: they mean nothing in another database. */
const own = new Set(['serverSecret', 'node', 'presence', 'lease', 'attempt']);

/** The index of the search is kept by triggers, which fill it again. */
const isKept = (table: string) => !own.has(table) && !/^(kysely_|sqlite_|search(Entry|Index))/.test(table);

/** Both databases limit the values of a statement, and memory is limited. */
const rowsAtOnce = 200;

// biome-ignore lint/suspicious/noExplicitAny: tables by their name.
type AnyTransaction = Transaction<any>;
type Row = Record<string, unknown>;

/**
 * Copies all rows of a database into a new one of the same schema, a few at a time; either may be SQLite or PostgreSQL.
 * All of them come from one moment, and all of them are there in the end, or none.
 */
export async function copyTables(
  from: Kysely<Database>,
  to: Kysely<Database>,
  finish: (tx: Transaction<Database>) => Promise<unknown> = async () => {},
): Promise<void> {
  await from
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((source) =>
      to.transaction().execute(async (target) => {
        await deferForeignKeys(target);
        // Migrations have written some.
        await target.deleteFrom('meta').execute();
        for (const table of await tablesOf(target)) await copyTable(table, source, target);
        await continueNumbers(target);
        await finish(target);
      }),
    );
}

/** Whether a server has used the database. */
export async function hasRows(db: Kysely<Database>): Promise<boolean> {
  return (await db.selectFrom('user').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** Parents before children: a trigger asks for the project of a comment. */
async function tablesOf(db: Kysely<Database>): Promise<string[]> {
  const tables = await db.introspection.getTables();
  const cascades = await readCascades(db);
  const ordered = new Set<string>();
  const reached = new Set<string>();
  const add = (table: string) => {
    if (reached.has(table)) return;
    reached.add(table);
    for (const { child, parent } of cascades) if (child === table) add(parent);
    ordered.add(table);
  };
  for (const { isView, name } of tables) if (!isView && isKept(name)) add(name);
  return [...ordered].filter(isKept);
}

async function copyTable(table: string, from: AnyTransaction, to: AnyTransaction): Promise<void> {
  const clean = isPostgres(to) ? withoutNul : (row: Row) => row;
  for await (const rows of batches(from, table)) {
    await to.insertInto(table).values(rows.map(clean)).execute();
  }
}

async function* batches(tx: AnyTransaction, table: string): AsyncGenerator<Row[]> {
  if (isPostgres(tx)) {
    await sql`declare rows no scroll cursor for select * from ${sql.table(table)}`.execute(tx);
    for (;;) {
      const { rows } = await sql<Row>`fetch ${sql.lit(rowsAtOnce)} from rows`.execute(tx);
      if (rows.length === 0) break;
      yield rows;
    }
    await sql`close rows`.execute(tx);
    return;
  }
  let batch: Row[] = [];
  for await (const row of tx.selectFrom(table).selectAll().stream()) {
    batch.push(row as Row);
    if (batch.length < rowsAtOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** PostgreSQL holds no NUL in a text; SQLite may. */
function withoutNul(row: Row): Row {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value,
  ]);
  return Object.fromEntries(entries);
}

/** SQLite goes on after the highest number that it sees; PostgreSQL must be told. */
async function continueNumbers(tx: Transaction<Database>): Promise<void> {
  if (!isPostgres(tx)) return;
  for (const table of ['auditEntry', 'sweepCandidate']) {
    const sequence = sql`pg_get_serial_sequence(${`"${table}"`}, 'number')`;
    await sql`select setval(${sequence}, max(number)) from ${sql.table(table)}`.execute(tx);
  }
}
