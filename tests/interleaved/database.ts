import pg from 'pg';
import { openPool } from '../../server/db/postgres/open-postgres.ts';
import { copyTemplate, dropDatabase, makeTemplate, type SharedPostgres } from '../helpers/postgres.ts';
import type { SceneRows } from './scene.ts';

/** A database for some hundred schedules, and the harness's own connections to it. */
export type WovenDatabase = {
  /** The connections of a node. A new one costs more than a schedule's statements. */
  poolOf(node: string): pg.Pool;
  /** The rows of its first scene. */
  rows: SceneRows;
  findBlocked(pids: readonly number[]): Promise<ReadonlySet<number>>;
  endBackend(pid: number): Promise<void>;
  dispose(): Promise<void>;
};

/** For the harness alone: the operations that had an effect. */
const effects = 'create table "wovenEffect" ("operationId" text not null, kind text not null)';

export async function openWovenDatabase(postgres: SharedPostgres): Promise<WovenDatabase> {
  await makeTemplate(postgres);
  const url = await copyTemplate(postgres);
  const [monitor, ender] = [new pg.Client(url), new pg.Client(url)];
  for (const client of [monitor, ender]) await client.connect();
  await monitor.query(effects);
  const pools = new Map<string, pg.Pool>();
  // A deadlock is found soon, where there is one.
  const { database } = monitor;
  await monitor.query(`alter database ${database} set deadlock_timeout = '20ms'`);
  return {
    rows: {},
    poolOf(node) {
      const pool = pools.get(node) ?? openPool(url);
      pools.set(node, pool);
      return pool;
    },
    async findBlocked(pids) {
      if (pids.length === 0) return new Set();
      const { rows } = await monitor.query({
        ...{ name: 'blocked', values: [pids] },
        text: 'select pid from unnest($1::int[]) as pid where cardinality(pg_blocking_pids(pid)) > 0',
      });
      return new Set(rows.map((row: { pid: number }) => row.pid));
    },
    async endBackend(pid) {
      await ender.query('select pg_terminate_backend($1)', [pid]);
      for (;;) {
        const { rowCount } = await ender.query('select 1 from pg_stat_activity where pid = $1', [pid]);
        if (rowCount === 0) return;
      }
    },
    async dispose() {
      // A schedule that got stuck still has a connection.
      for (const pool of pools.values()) void pool.end();
      for (const client of [monitor, ender]) await client.end();
      await dropDatabase(url);
    },
  };
}
