import {
  CompiledQuery,
  HandleEmptyInListsPlugin,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  replaceWithNoncontingentExpression,
  sql,
} from 'kysely';
import pg from 'pg';
import { DatabaseError } from '../database-error.ts';
import type { OnStatement } from '../on-statement.ts';
import { connectionString } from './connection-string.ts';
import { endIfUseless, type Patience, serverPatience, sessionSettings } from './patience.ts';
import { markUnreachable } from './postgres-errors.ts';

const oldestVersion = 15;

/** Its int8 and numeric values are texts to the driver. Ours are counts, sizes and sums: all are safe numbers. */
const { builtins } = pg.types;
const asNumbers: ReadonlySet<number> = new Set([builtins.INT8, builtins.NUMERIC]);
const parsers: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    asNumbers.has(oid) && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format),
};

/** A change uses one connection and a read another; more would only make PostgreSQL change between them. */
const mostConnections = 16;

export type ConnectionOptions = {
  onStatement?: OnStatement | undefined;
  patience?: Patience | undefined;
};

/** Connects to a PostgreSQL. Throws `DatabaseError` if it can't be reached, is too old, or can't hold all texts. */
export async function openPostgres<Tables>(
  url: string,
  options: ConnectionOptions = {},
): Promise<Kysely<Tables>> {
  const db = kyselyOn<Tables>(openPool(url, options.patience), options);
  try {
    await checkKind(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return db;
}

export function openPool(url: string, patience: Patience = serverPatience): pg.Pool {
  const pool = new pg.Pool({
    connectionString: connectionString(url),
    max: mostConnections,
    types: parsers,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: 'bandmate',
  });
  // An idle connection that breaks is replaced; whoever needs one that can't be made gets the error.
  pool.on('error', () => {});
  const connect = pool.connect.bind(pool);
  pool.connect = (async () => {
    try {
      return await connect();
    } catch (error) {
      throw markUnreachable(error as Error);
    }
  }) as typeof connect;
  // One that breaks while a transaction holds it makes the next statement fail; without a listener it would end the process.
  pool.on('connect', (client) => {
    client.on('error', () => {});
    endIfUseless(client, patience);
  });
  return pool;
}

export function kyselyOn<Tables>(
  pool: PostgresPool,
  { onStatement, patience = serverPatience }: ConnectionOptions = {},
): Kysely<Tables> {
  return new Kysely<Tables>({
    // SQLite knows `in ()`.
    plugins: [new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })],
    dialect: new PostgresDialect({
      pool,
      onCreateConnection: async (connection) => {
        await connection.executeQuery(CompiledQuery.raw(sessionSettings(patience)));
      },
    }),
    ...(onStatement && { log: onStatement }),
  });
}

async function checkKind<Tables>(db: Kysely<Tables>): Promise<void> {
  const query = sql<{ version: string; encoding: string }>`
    select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding`;
  const { rows } = await query.execute(db).catch((error: Error) => {
    throw new DatabaseError(`PostgreSQL can't be reached: ${reasonOf(error)}. Check DATABASE_URL.`);
  });
  const { encoding } = rows[0] ?? {};
  const version = Math.floor(Number(rows[0]?.version) / 10_000);
  if (version < oldestVersion) {
    throw new DatabaseError(`PostgreSQL ${version} is too old. Use version ${oldestVersion} or newer.`);
  }
  if (encoding !== 'UTF8') {
    throw new DatabaseError(
      `The database at DATABASE_URL has the encoding ${encoding}, and BandMate needs UTF8. Make another one: create database bandmate encoding 'UTF8' template template0.`,
    );
  }
}

/** A name that has several addresses fails with an error for each, and no message. */
function reasonOf(error: Error): string {
  const first: Error = error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  return first.message.replace(/\.$/, '');
}
