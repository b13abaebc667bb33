import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { mendHeader, pageBytes } from './sqlite-header.ts';
import { replayLog } from './wal.ts';

/** A row as SQLite returns it. */
export type SalvagedRow = Record<string, unknown>;

export type SalvagePlan = {
  table: string;
  /** Whether the row makes sense: SQLite can't see damage inside a value. */
  isSound(row: SalvagedRow): boolean;
};

/** `taken` counts rows; `isWhole` means that nothing is known to be missing. */
export type Salvaged = { taken: number; isWhole: boolean };

/** How many rowids are tried one by one where reading from neither end gets through. */
const largestGap = 20_000;

/**
 * Copies what can still be read of one of our damaged databases into the same tables of a new one, in one transaction.
 * Leaves out columns that either side lacks, and rows that the new tables refuse. The damaged files stay as they are:
 * a mended copy beside them is read.
 */
export function salvage(
  into: Database.Database,
  damagedPath: string,
  plans: SalvagePlan[],
): Map<string, Salvaged> {
  const copy = `${damagedPath}.mended`;
  const results = new Map<string, Salvaged>();
  try {
    mendCopy(damagedPath, copy);
    const damaged = new Database(copy);
    try {
      damaged.pragma('cell_size_check = on');
      into.transaction(() => {
        for (const plan of plans) results.set(plan.table, salvageTable(into, damaged, plan));
      })();
    } finally {
      damaged.close();
    }
  } catch (error) {
    if (!isOfDamage(error)) throw error;
    // Not even the list of tables can be read.
    for (const { table } of plans) results.set(table, { taken: 0, isWhole: false });
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true });
  }
  return results;
}

function salvageTable(
  into: Database.Database,
  damaged: Database.Database,
  { table, isSound }: SalvagePlan,
): Salvaged {
  const known = new Set(columnsOf(into, table));
  const columns = columnsOf(damaged, table).filter((column) => known.has(column));
  if (columns.length === 0) return { taken: 0, isWhole: false };
  const insert = into.prepare(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map((column) => `@${column}`).join(', ')})`,
  );
  const selected = `select rowid as "rowid of it", ${columns.join(', ')} from ${table}`;
  let taken = 0;
  let isWhole = true;
  const take = ({ 'rowid of it': _rowid, ...row }: SalvagedRow) => {
    if (!isSound(row)) {
      isWhole = false;
      return;
    }
    try {
      insert.run(row);
      taken++;
    } catch (error) {
      if (!isOfDamage(error) && !isRefusal(error)) throw error;
      isWhole = false;
    }
  };

  /** Takes rows until one can't be read or `until` is reached. Returns the last rowid read. */
  const walk = (order: 'asc' | 'desc', until: number): { last: number | null; isEnd: boolean } => {
    let last: number | null = null;
    try {
      const rows = damaged.prepare(`${selected} order by rowid ${order}`).iterate();
      for (const row of rows as IterableIterator<SalvagedRow>) {
        const rowid = row['rowid of it'] as number;
        if (order === 'desc' && rowid <= until) return { last, isEnd: true };
        last = rowid;
        take(row);
      }
      return { last, isEnd: true };
    } catch (error) {
      if (!isOfDamage(error)) throw error;
      return { last, isEnd: false };
    }
  };

  const forward = walk('asc', 0);
  if (forward.isEnd) return { taken, isWhole };
  const from = (forward.last ?? 0) + 1;
  const backward = walk('desc', from - 1);
  const to = Math.min(backward.last ?? Number.POSITIVE_INFINITY, from + largestGap);
  const one = damaged.prepare<[number], SalvagedRow>(`${selected} where rowid = ?`);
  for (let rowid = from; rowid < to; rowid++) {
    try {
      const row = one.get(rowid);
      if (row) take(row);
    } catch (error) {
      if (!isOfDamage(error)) throw error;
    }
  }
  return { taken, isWhole: false };
}

function columnsOf(database: Database.Database, table: string): string[] {
  return database.prepare<[string], string>('select name from pragma_table_info(?)').pluck().all(table);
}

/** Makes a copy that SQLite opens: with all of the log in it, a length of whole pages, and the header ours have. */
function mendCopy(path: string, copy: string): void {
  const found = readFileSync(path);
  const pages = Math.max(1, Math.ceil(found.length / pageBytes));
  let bytes: Buffer = Buffer.alloc(pages * pageBytes);
  found.copy(bytes);
  if (existsSync(`${path}-wal`)) bytes = replayLog(bytes, readFileSync(`${path}-wal`));
  mendHeader(bytes);
  writeFileSync(copy, bytes);
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');

function isOfDamage(error: unknown): boolean {
  const code = codeOf(error);
  // SQLITE_ERROR: a statement of the schema is damaged, or names something that is not a table.
  return code === 'SQLITE_NOTADB' || code === 'SQLITE_ERROR' || code.startsWith('SQLITE_CORRUPT');
}

function isRefusal(error: unknown): boolean {
  const code = codeOf(error);
  return code.startsWith('SQLITE_CONSTRAINT') || code === 'SQLITE_MISMATCH';
}
