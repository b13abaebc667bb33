import { type Kysely, sql, type Transaction } from 'kysely';
import { chunksOf } from '../db/chunks.ts';
import { deferForeignKeys, readCascades, readColumns } from '../db/dialect.ts';
import type { Database } from '../db/schema.ts';

type Row = Record<string, string | number | null | Uint8Array>;

/** Rows by table, each after the rows that it belongs to. */
export type KeptRows = { table: string; rows: Row[] }[];

/** The rows as text. Bytes, such as those of a picture, are in base64. */
export function stringifyRows(kept: KeptRows): string {
  const withText = (row: Row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
      ]),
    );
  return JSON.stringify(kept.map(({ table, rows }) => ({ table, rows: rows.map(withText) })));
}

export function parseRows(text: string): KeptRows {
  return JSON.parse(text, (_name, value) =>
    typeof value?.base64 === 'string' ? Buffer.from(value.base64, 'base64') : value,
  );
}

/**
 * A row and everything that is deleted with it. The foreign keys say what that is, so tables that are added later are
 * kept too.
 */
export async function readWithBelongings(db: Kysely<Database>, table: string, id: string): Promise<KeptRows> {
  const belongings = await readCascades(db);
  const kept: KeptRows = [{ table, rows: await readRows(db, table, 'id', [id]) }];
  const known = new Set<string>();
  for (const { table: parent, rows } of kept) {
    for (const { child, childColumn, parentColumn } of belongings.filter((one) => one.parent === parent)) {
      const values = rows.map((row) => row[parentColumn]);
      const found = await readRows(db, child, childColumn, values);
      const fresh = found.filter((row) => !known.has(keyOf(child, row)));
      for (const row of fresh) known.add(keyOf(child, row));
      if (fresh.length > 0) kept.push({ table: child, rows: fresh });
    }
  }
  return kept;
}

/**
 * Inserts the rows again, the first one with these changes. A row whose id means something else by now is left out with all that belongs to it; so are
 * columns that the tables no longer have.
 */
export async function insertKept(
  tx: Transaction<Database>,
  [first, ...others]: KeptRows,
  changes: Row,
): Promise<void> {
  if (!first) return;
  const kept = [{ ...first, rows: first.rows.map((row) => ({ ...row, ...changes })) }, ...others];
  // Stems refer to versions that may come after them.
  await deferForeignKeys(tx);
  const belongings = await readCascades(tx);
  const tables = new Set(kept.map(({ table }) => table));
  const lost = new Map<string, Set<unknown>>();
  for (const { table, rows } of kept) {
    const columns = await readColumns(tx, table);
    const parents = belongings.filter(({ child, parent }) => child === table && tables.has(parent));
    for (const row of rows) {
      const isOrphan = parents.some(({ parent, childColumn }) => lost.get(parent)?.has(row[childColumn]));
      if (isOrphan || !(await insertRow(tx, table, row, columns))) {
        lost.set(table, (lost.get(table) ?? new Set()).add(row.id));
      }
    }
  }
}

async function insertRow(
  tx: Transaction<Database>,
  table: string,
  row: Row,
  columns: ReadonlySet<string>,
): Promise<boolean> {
  const names = Object.keys(row).filter((name) => columns.has(name));
  const result = await sql`
    insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
    values (${sql.join(names.map((name) => row[name]))}) on conflict do nothing`.execute(tx);
  return result.numAffectedRows !== 0n;
}

async function readRows(db: Kysely<Database>, table: string, column: string, values: unknown[]) {
  const found: Row[] = [];
  for (const chunk of chunksOf(values)) {
    const query = sql<Row>`
      select * from ${sql.table(table)} where ${sql.ref(column)} in (${sql.join(chunk)})`;
    found.push(...(await query.execute(db)).rows);
  }
  return found;
}

const keyOf = (table: string, row: Row) => `${table} ${JSON.stringify(row)}`;
