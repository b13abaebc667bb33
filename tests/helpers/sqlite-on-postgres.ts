import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type SQLite from 'better-sqlite3';
import { postgresPrograms } from './postgres.ts';

/** The part of better-sqlite3 that tests use to look into a server's database, for one on PostgreSQL. */
export function sqliteOnPostgres(url: string): SQLite.Database {
  const run = (text: string, values: unknown[] = []) => psql(url, toPostgres(text, values));
  const prepare = (text: string) => {
    let isPlucked = false;
    const all = (...values: unknown[]): unknown[] => {
      const query = toPostgres(text, values);
      const rows = JSON.parse(psql(url, `select coalesce(json_agg(found), '[]') from (${query}) as found`));
      return isPlucked ? rows.map((row: object) => Object.values(row)[0]) : rows;
    };
    const statement = {
      all,
      get: (...values: unknown[]) => all(...values)[0],
      run: (...values: unknown[]) => run(text, values),
      pluck() {
        isPlucked = true;
        return statement;
      },
    };
    return statement;
  };
  const database = { prepare, exec: (text: string) => run(text), close: () => {} };
  return database as unknown as SQLite.Database;
}

function psql(url: string, text: string): string {
  const options = ['-X', '-q', '-t', '-A', '-v', 'ON_ERROR_STOP=1', url];
  const ran = spawnSync(join(postgresPrograms, 'psql'), options, { input: text, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`${text}: ${ran.stderr}`);
  return ran.stdout;
}

const tables = `(select tablename::text as name, 'table' as type, '' as sql
  from pg_tables where schemaname = 'public') as known`;

/** Quotes names, which SQLite doesn't need, and fills in the values. */
function toPostgres(text: string, values: unknown[]): string {
  const rest = [...values];
  return text.replaceAll(
    /'(?:[^']|'')*'|"[^"]*"|\?|\buser\b|\bsqlite_(?:master|schema)\b|\b[a-z]+[A-Z]\w*/g,
    (part) => {
      if (part === '?') return literal(rest.shift());
      if (part.startsWith('sqlite_')) return tables;
      return /^['"]/.test(part) ? part : `"${part}"`;
    },
  );
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') return String(value);
  if (value instanceof Uint8Array) return `'\\x${Buffer.from(value).toString('hex')}'`;
  return `'${String(value).replaceAll("'", "''")}'`;
}
