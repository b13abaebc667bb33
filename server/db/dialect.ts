import { type Kysely, PostgresAdapter, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

// biome-ignore lint/suspicious/noExplicitAny: whatever tables it has, as in a migration.
type AnyKysely = Kysely<any>;

/** Whether this is PostgreSQL; otherwise it is SQLite. SQL that differs between the two is in this folder only. */
export function isPostgres(db: AnyKysely): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

/** Throws while the database takes no changes, as a PostgreSQL after a failover. SQLite always takes them. */
export async function tryToChange(db: AnyKysely): Promise<void> {
  if (isPostgres(db)) await sql`update meta set value = value where false`.execute(db);
}

/** Several queries that see the same moment. */
export function inSnapshot<Value>(
  db: Kysely<Database>,
  read: (tx: Transaction<Database>) => Promise<Value>,
): Promise<Value> {
  // SQLite has no weaker level, and its driver ignores the setting.
  return db.transaction().setIsolationLevel('repeatable read').execute(read);
}

/** A JSON text with other values at the ends of these paths, such as `link.cutId`. */
export function jsonWith(db: AnyKysely, column: string, values: Record<string, string>): RawBuilder<string> {
  const steps = Object.entries(values).map(([path, value]) => [path.split('.'), value] as const);
  if (isPostgres(db)) {
    const json = steps.reduce(
      (inner, [path, value]) => sql`jsonb_set(${inner}, ${sql.lit(`{${path}}`)}, to_jsonb(${value}::text))`,
      sql`${sql.ref(column)}::jsonb`,
    );
    return sql<string>`${json}::text`;
  }
  const pairs = steps.map(([path, value]) => sql`${sql.lit(`$.${path.join('.')}`)}, ${value}`);
  return sql<string>`json_set(${sql.ref(column)}, ${sql.join(pairs)})`;
}

/** The text at a path of a JSON text, such as `actor.id`; null where there is none. */
export function textInJson(db: AnyKysely, column: string, path: string): RawBuilder<string | null> {
  return isPostgres(db)
    ? sql`${sql.ref(column)}::jsonb #>> ${sql.lit(`{${path.replaceAll('.', ',')}}`)}`
    : sql`json_extract(${sql.ref(column)}, ${sql.lit(`$.${path}`)})`;
}

/** A JSON array of texts with one more at its end; null counts as an empty one. */
export function jsonAppend(db: AnyKysely, column: string, value: string): RawBuilder<string> {
  const array = sql`coalesce(${sql.ref(column)}, '[]')`;
  return isPostgres(db)
    ? sql<string>`(${array}::jsonb || to_jsonb(${value}::text))::text`
    : sql<string>`json_insert(${array}, '$[#]', ${value})`;
}

/** Whether the JSON array of texts in `column` has the value of another column. Null has none. */
export function isInJson(db: AnyKysely, value: string, column: string): RawBuilder<boolean> {
  const elements = isPostgres(db)
    ? sql`select jsonb_array_elements_text(${sql.ref(column)}::jsonb)`
    : sql`select value from json_each(${sql.ref(column)})`;
  return sql<boolean>`${sql.ref(value)} in (${elements})`;
}

/** Whether a text contains another, whatever the case of its letters; SQLite knows only that of ASCII. */
export function isPartOf(db: AnyKysely, part: string, column: string): RawBuilder<boolean> {
  const pattern = `%${part.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const like = isPostgres(db) ? sql`ilike` : sql`like`;
  return sql<boolean>`${sql.ref(column)} ${like} ${pattern} escape '\\'`;
}

/** A foreign key that deletes rows of `child` with the row of `parent` that they refer to. */
export type Cascade = { child: string; childColumn: string; parent: string; parentColumn: string };

/** In a fixed order. */
export async function readCascades(db: AnyKysely): Promise<Cascade[]> {
  const query = isPostgres(db)
    ? sql<Cascade>`
        select child.relname as "child", "childAttribute".attname as "childColumn", parent.relname as "parent",
          "parentAttribute".attname as "parentColumn"
        from pg_constraint as "foreignKey"
        join pg_class as child on child.oid = "foreignKey".conrelid
        join pg_class as parent on parent.oid = "foreignKey".confrelid
        join pg_attribute as "childAttribute"
          on "childAttribute".attrelid = child.oid and "childAttribute".attnum = "foreignKey".conkey[1]
        join pg_attribute as "parentAttribute"
          on "parentAttribute".attrelid = parent.oid and "parentAttribute".attnum = "foreignKey".confkey[1]
        where "foreignKey".contype = 'f' and "foreignKey".confdeltype = 'c'
          and "foreignKey".connamespace = 'public'::regnamespace
        order by child.relname collate "C", "foreignKey".oid`
    : sql<Cascade>`
        select child.name as child, foreignKey."from" as childColumn, foreignKey."table" as parent,
          coalesce(foreignKey."to", 'id') as parentColumn
        from sqlite_master as child join pragma_foreign_key_list(child.name) as foreignKey
        where child.type = 'table' and foreignKey.on_delete = 'CASCADE' order by child.name, foreignKey.id`;
  return (await query.execute(db)).rows;
}

export async function readColumns(db: AnyKysely, table: string): Promise<ReadonlySet<string>> {
  const query = isPostgres(db)
    ? sql<{ name: string }>`select column_name::text as name from information_schema.columns
        where table_schema = 'public' and table_name = ${table}`
    : sql<{ name: string }>`select name from pragma_table_info(${table})`;
  return new Set((await query.execute(db)).rows.map(({ name }) => name));
}

/** Checks foreign keys at the end of the transaction only. */
export async function deferForeignKeys(tx: Transaction<Database>): Promise<void> {
  const statement = isPostgres(tx) ? sql`set constraints all deferred` : sql`pragma defer_foreign_keys = on`;
  await statement.execute(tx);
}
