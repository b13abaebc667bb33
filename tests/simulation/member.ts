import SQLite from 'better-sqlite3';
import { cacheTables } from '../../main/cache/create-cache.ts';
import { outboxTables } from '../../main/outbox/open-outbox-store.ts';
import type { MemberName } from './band.ts';
import { type ClientLife, createClientLife, type Disk } from './client-life.ts';
import type { ServerMachine } from './server-machine.ts';
import type { World } from './world.ts';

/** One member's machine: its disk, its clock, and the current life of the app. */
export type Member = {
  name: MemberName;
  /** Null while the app is not running. */
  current(): ClientLife | null;
  disk: Disk;
  /** Kills the app: within that many changes of its disk, else after a while, else now. It starts again later. */
  crash(halves: number | null): void;
  /** Remembers the disk as it is now: a power cut may set the cache back to this. */
  rememberCache(): void;
  /** The machine loses power: the cache's changes since it was remembered are gone. */
  cutPower(): void;
  /** Stops it in order; it starts again later. */
  quit(): void;
  hangUp(): void;
  sleep(milliseconds: number, clockGain: number): void;
  jumpClock(milliseconds: number): void;
  fillDisk(milliseconds: number): void;
  /** Starts it. */
  heal(): void;
  dispose(): void;
};

const emptyDisk = (tables: string): Buffer => {
  const database = new SQLite(':memory:');
  database.exec(tables);
  const bytes = database.serialize();
  database.close();
  return bytes;
};
const emptyCache = emptyDisk(cacheTables);
const emptyOutbox = emptyDisk(outboxTables);

export function createMember(world: World, server: ServerMachine, name: MemberName): Member {
  const { schedule, chance, trace, tally, network } = world;
  const disk: Disk = {
    cache: new SQLite(emptyCache),
    outbox: new SQLite(emptyOutbox),
    isFull: false,
    clockOffset: chance.is(0.3) ? chance.between(-300_000, 300_000) : 0,
  };
  let current: ClientLife | null = null;
  let remembered: Buffer | null = null;
  let isHealed = false;
  let isMidway = false;
  let wakeUp = () => {};

  function start(): void {
    if (current) return;
    isMidway = false;
    current = createClientLife({ world, server, member: name, disk, ended });
  }

  function ended(): void {
    if (isMidway) tally.clientCrashesMidway += 1;
    trace.write(`${name} ends${isMidway ? ' midway' : ''}`);
    current = null;
    schedule.after(isHealed ? 100 : chance.between(50, 20_000), start);
  }

  function kill(): void {
    isMidway = false;
    current?.life.end();
  }

  start();
  return {
    ...{ name, disk },
    current: () => current,
    crash(halves) {
      const victim = current;
      if (!victim) return;
      tally.clientCrashes += 1;
      if (halves === null) return kill();
      isMidway = true;
      victim.life.endIn(halves);
      schedule.after(chance.between(10_000, 60_000), () => {
        if (victim === current && !isHealed) kill();
      });
    },
    quit() {
      const victim = current;
      if (!victim) return;
      tally.quits += 1;
      trace.write(`${name} quits`);
      victim.page.look(victim.account.stop());
      schedule.after(chance.between(1, 200), () => {
        if (victim === current) kill();
      });
    },
    rememberCache() {
      remembered = disk.cache.serialize();
    },
    cutPower() {
      if (!current) return;
      kill();
      tally.powerCuts += 1;
      trace.write(`${name} loses power`);
      if (!remembered) return;
      disk.cache.close();
      disk.cache = new SQLite(remembered);
    },
    hangUp() {
      if (!current) return;
      tally.hangUps += 1;
      current.breakLine();
    },
    sleep(milliseconds, clockGain) {
      const victim = current;
      if (!victim) return;
      tally.sleeps += 1;
      trace.write(`${name} falls asleep`);
      victim.account.connection.suspend();
      wakeUp = () => {
        wakeUp = () => {};
        disk.clockOffset += clockGain;
        if (victim !== current) return;
        trace.write(`${name} wakes up`);
        victim.account.connection.resume();
      };
      schedule.after(milliseconds, () => wakeUp());
    },
    jumpClock(milliseconds) {
      disk.clockOffset += milliseconds;
      tally.clockJumps += 1;
      trace.write(`${name}’s clock jumps by ${milliseconds} ms`);
    },
    fillDisk(milliseconds) {
      disk.isFull = true;
      tally.fullDisks += 1;
      trace.write(`${name}’s disk is full`);
      schedule.after(milliseconds, () => {
        disk.isFull = false;
      });
    },
    heal() {
      isHealed = true;
      isMidway = false;
      current?.life.endIn(Number.POSITIVE_INFINITY);
      disk.isFull = false;
      network.mend(name);
      wakeUp();
      start();
    },
    dispose() {
      current?.life.end();
      disk.cache.close();
      disk.outbox.close();
    },
  };
}
