import { mostNotifiedAtOnce } from '../../server/notifications/notify.ts';
import type { Chance } from './chance.ts';

/** The character of a run, drawn first, so that runs differ in kind and not only in detail. */
export type Plan = {
  /** How long people work and things go wrong, in milliseconds. */
  duration: number;
  operations: number;
  /** The number of servers on the one database. */
  servers: number;
  /** More people than these are notified after the change, one by one. */
  mostNotifiedAtOnce: number;
  /** How often a transaction waits for others to join it, and how long, in milliseconds. */
  gathering: { often: number; most: number };
  /** At so many moments everyone does something; null: whenever they like. */
  bursts: number | null;
  /** How often a command fails after it has written, as on a full disk. */
  failing: number;
  /**
   * `orderly`: a connection delivers in order or breaks, as TCP does, and heads are compared only when it opens, so only
   * the order of joining and reading prevents missed events. `unruly`: each piece travels alone.
   */
  delivery: 'orderly' | 'unruly';
  headsMilliseconds: number;
  /** How long a piece travels, in milliseconds. */
  delay: { least: number; most: number };
  /** Probabilities of each piece. Late: up to a minute and a half. */
  loss: number;
  duplication: number;
  lateness: number;
  /** How often the next task begins before the last one has finished. */
  concurrency: number;
  /** How often each happens in a run. */
  faults: { [Name in FaultName]: number };
};

export const faultNames = [
  'partition',
  'hangUp',
  'clientCrash',
  'quit',
  'powerCut',
  'serverCrash',
  'restore',
  'clientClockJump',
  'serverClockJump',
  'sleep',
  'fullDisk',
  'housekeeping',
] as const;
export type FaultName = (typeof faultNames)[number];

/** `apart`: what came later is drawn from it, so that all other choices of a seed stay as they were. */
export function drawPlan(chance: Chance, apart: Chance): Plan {
  const delivery = chance.is(0.5) ? 'orderly' : 'unruly';
  const isLossy = chance.is(0.6);
  const duration = chance.between(20, 300) * 1_000;
  // A few kinds of trouble at a time: all at once would hide the effect of one.
  const often = (probability: number, most: number) => (chance.is(probability) ? chance.between(1, most) : 0);
  return {
    duration,
    operations: chance.weighted([
      [3, chance.between(4, 12)],
      [3, chance.between(12, 30)],
      [1, chance.between(30, 60)],
    ]),
    servers: 1,
    mostNotifiedAtOnce: apart.weighted([
      [2, mostNotifiedAtOnce],
      [1, 1],
      [1, 0],
    ]),
    ...drawMeetings(apart, delivery),
    failing: apart.is(0.3) ? apart.random() * 0.2 : 0,
    delivery,
    headsMilliseconds: delivery === 'orderly' ? 900_000 : chance.between(5, 30) * 1_000,
    delay: { least: chance.between(1, 30), most: chance.between(30, chance.is(0.2) ? 2_000 : 300) },
    loss: isLossy ? chance.random() * 0.2 : 0,
    duplication: chance.is(0.5) ? chance.random() * 0.2 : 0,
    lateness: chance.is(0.4) ? chance.random() * 0.05 : 0,
    concurrency: chance.is(0.5) ? chance.random() * 0.6 : 0,
    faults: {
      partition: often(0.4, 4),
      hangUp: often(0.4, 4),
      clientCrash: often(0.5, 5),
      quit: often(0.25, 2),
      powerCut: often(0.25, 2),
      serverCrash: often(0.35, 3),
      restore: often(0.12, 1),
      clientClockJump: often(0.2, 2),
      serverClockJump: often(0.2, 2),
      sleep: often(0.2, 2),
      fullDisk: often(0.15, 2),
      housekeeping: often(0.3, 2),
    },
  };
}

/**
 * In half of the runs changes often meet in one transaction of the server. Without later heads nobody says `hello` again:
 * there a few transactions must begin within the 10 s that an app waits for its answer.
 */
function drawMeetings(chance: Chance, delivery: Plan['delivery']): Pick<Plan, 'bursts' | 'gathering'> {
  const isOften = chance.is(0.5);
  const often = isOften ? 0.95 : (chance.pick([0, 0.3, 0.9]) ?? 0);
  const most = chance.pick(isOften ? [2_000, 6_000] : [50, 1_000, 6_000]) ?? 0;
  return {
    bursts: isOften ? chance.between(2, 8) : null,
    gathering: { often, most: delivery === 'orderly' ? Math.min(most, 1_500) : most },
  };
}
