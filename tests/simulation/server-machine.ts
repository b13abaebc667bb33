import SQLite from 'better-sqlite3';
import { Kysely } from 'kysely';
import type { Position } from '../../protocol/wire/event.ts';
import { OwnSqliteDialect } from '../../server/db/own-sqlite-dialect.ts';
import type { Database } from '../../server/db/schema.ts';
import { createOneConnection } from './one-connection.ts';
import { createServerLife, type ServerLife } from './server-life.ts';
import { createSimulatedBus } from './simulated-bus.ts';
import type { World } from './world.ts';

/** The server's machine: its disk, its clock, and the current process; or several processes that share the disk. */
export type ServerMachine = {
  /** Null while it is down. Of several processes any of those that run, as a balancer would choose. */
  current(): ServerLife | null;
  /** The requests in progress of all processes, and whether any of them has the database. */
  openRequests(): number;
  /** Whether all of them go on only when time passes. */
  isGathering(): boolean;
  /** The database as it is on disk now. */
  database(): SQLite.Database;
  /** The same, read by the harness beside the owning process; only while nothing is in progress. */
  beside(): Kysely<Database>;
  /** Where the events of an applied operation are, as its stored answer says; null if there is none. */
  positionsOf(operationId: string): { epoch: string; positions: Position[] } | null;
  /** How many backups were restored. */
  restores(): number;
  /** Another number after each change of the database. */
  changes(): number;
  /** Kills it: within that many changes of its database, else after a while, else now. It starts again later. */
  crash(halves: number | null): void;
  /** Rolls back the open transaction of an ended life. Called while nothing is in progress. */
  tidy(): void;
  backUp(): void;
  /** Kills it and restores the backup. */
  restore(): void;
  jumpClock(milliseconds: number): void;
  sweep(): void;
  /** Operations whose effect a restored backup doesn't have. */
  lostByRestore: ReadonlySet<string>;
  /** Starts it. */
  heal(): void;
  dispose(): void;
};

/** The age of forgotten rows: older than anything that may still be in flight. */
const sweptAge = 100_000;

export function createServerMachine(world: World, template: Buffer): ServerMachine {
  const { schedule, chance, trace, tally, variant, plan } = world;
  let database = open(template);
  let beside = openBeside(database);
  let changes = 0;
  let backup: { bytes: Buffer; at: number } | null = null;
  const lives = new Set<ServerLife>();
  const bus = plan.servers > 1 ? createSimulatedBus(world) : null;
  const connection = createOneConnection(tidy, variant.commitsLate);
  let clockOffset = 0;
  let isHealed = false;
  let isMidway = false;
  let restores = 0;
  const lostByRestore = new Set<string>();

  function open(bytes: Buffer): SQLite.Database {
    const opened = new SQLite(bytes);
    opened.pragma('foreign_keys = ON');
    return opened;
  }

  function start(): void {
    if (lives.size >= plan.servers) return;
    trace.write('server starts');
    // A few seconds apart, as no two clocks are equal.
    const skew = lives.size * 2_000;
    const now = () => world.trueNow() + clockOffset + skew;
    const common = { world, sqlite: database, connection, bus, now, lastId: lastId(), changed };
    const life: ServerLife = createServerLife({
      ...common,
      ended: () => ended(life),
      isHealed: () => isHealed,
    });
    lives.add(life);
  }

  function tidy(): void {
    if (database.inTransaction) database.exec('rollback');
  }

  function current(): ServerLife | null {
    const [first, ...others] = lives;
    return (others.length === 0 ? first : chance.pick([...lives])) ?? null;
  }

  function lastId(): string | null {
    const ids = database
      .prepare('select max(id) from activity union all select max(id) from notification')
      .pluck()
      .all() as (string | null)[];
    return (
      ids
        .filter((id) => id !== null)
        .sort()
        .at(-1) ?? null
    );
  }

  function changed(): void {
    changes += 1;
  }

  function ended(life: ServerLife): void {
    if (isMidway) tally.serverCrashesMidway += 1;
    trace.write(`server ends${isMidway ? ' midway' : ''}`);
    lives.delete(life);
    schedule.after(isHealed ? 100 : chance.between(100, 30_000), start);
  }

  function kill(life: ServerLife | null): void {
    isMidway = false;
    life?.life.end();
  }

  const effects = () =>
    new Set(database.prepare('select operationId from simulationEffect').pluck().all() as string[]);

  for (let count = 0; count < plan.servers; count++) start();
  return {
    current,
    openRequests: () =>
      [...lives].reduce((sum, life) => sum + life.openRequests(), connection.isFree() ? 0 : 1),
    isGathering: () =>
      connection.isFree() && [...lives].every((life) => life.openRequests() === 0 || life.isGathering()),
    database: () => database,
    beside: () => beside,
    positionsOf(operationId) {
      const answerOf = database.prepare('select answer from operation where operationId = ?').pluck();
      const answer = (answerOf.get(operationId) ?? '{}') as string;
      const { positions } = JSON.parse(answer) as { positions?: Position[] };
      if (!positions) return null;
      const epoch = database.prepare("select value from meta where key = 'epoch'").pluck().get() as string;
      return { epoch, positions };
    },
    changes: () => changes,
    restores: () => restores,
    crash(halves) {
      const victim = current();
      if (!victim) return;
      tally.serverCrashes += 1;
      if (halves === null) return kill(victim);
      isMidway = true;
      victim.life.endIn(halves);
      schedule.after(chance.between(5_000, 60_000), () => {
        if (lives.has(victim) && !isHealed) kill(victim);
      });
    },
    tidy() {
      if (lives.size === 0) tidy();
    },
    backUp() {
      backup = { bytes: database.serialize(), at: schedule.now() };
      trace.write('the server’s database is backed up');
    },
    restore() {
      if (!backup || lives.size === 0) return;
      for (const life of [...lives]) kill(life);
      tally.restores += 1;
      restores += 1;
      trace.write(`the backup of ${Math.round(backup.at / 1000)} s is put back`);
      const earlier = effects();
      database.close();
      database = open(backup.bytes);
      beside = openBeside(database);
      changes += 1;
      const after = effects();
      for (const operationId of earlier) if (!after.has(operationId)) lostByRestore.add(operationId);
      const epoch = `epoch-after-restore-${restores}`;
      database
        .prepare("update meta set value = ? where key = 'epoch'")
        .run(variant.epochAfterRestore?.(epoch) ?? epoch);
    },
    jumpClock(milliseconds) {
      clockOffset += milliseconds;
      tally.clockJumps += 1;
      trace.write(`server’s clock jumps by ${milliseconds} ms`);
    },
    sweep() {
      const life = current();
      if (!life) return;
      tally.housekeepings += 1;
      trace.write('server forgets what is old');
      void life.sweep(new Date(world.trueNow() + clockOffset - sweptAge)).catch((error: unknown) => {
        if (!(error instanceof Error) || error.name !== 'LifeOver') throw error;
      });
    },
    lostByRestore,
    heal() {
      isHealed = true;
      isMidway = false;
      bus?.heal();
      for (const { life } of lives) life.endIn(Number.POSITIVE_INFINITY);
      for (let count = lives.size; count < plan.servers; count++) start();
    },
    dispose() {
      for (const { life } of [...lives]) life.end();
      database.close();
    },
  };
}

function openBeside(sqlite: SQLite.Database): Kysely<Database> {
  return new Kysely<Database>({ dialect: new OwnSqliteDialect(sqlite) });
}
