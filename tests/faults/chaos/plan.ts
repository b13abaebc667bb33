import { createRandom } from '../random.ts';
import type { Direction } from '../unruly-connection.ts';
import type { Weather } from '../unruly-proxy.ts';

export type Victim = 'server' | 0 | 1 | 2;

/** The plan that a seed gives. Times in milliseconds from the first command on. */
export type Plan = {
  /** When it ends: then everything heals, and dead processes start. */
  milliseconds: number;
  commands: { at: number; client: 0 | 1 | 2 }[];
  /** When somebody marks everything as read. */
  readings: { at: number; client: 0 | 1 | 2 }[];
  /** `at` is when it may happen; with `onRequest` it waits for the next command in flight. */
  kills: { at: number; victim: Victim; onRequest: boolean; delay: number; restartAfter: number }[];
  faults: { at: number; client: 0 | 1 | 2; fault: Weather; share: number; heals: number; comes: boolean }[];
  /** Trouble among several servers. */
  troubles: { at: number; heals: number }[];
  /** When the guest is removed from the project. */
  removal: number;
  /** Bounces dropped on the clients' windows; one that is `shared` on those of two clients at once. Sizes in bytes. */
  bounces: { at: number; client: 0 | 1 | 2; bytes: number; shared: boolean }[];
  /** The fate of requests to S3, also after the rest: most uploads need more time. `node`: those of one node, or of all (null). */
  storms: { at: number; heals: number; node: number | null; storm: Storm; share: number }[];
  /** When a visitor goes to a node, or away from all (null). */
  visits: { at: number; visitor: number; node: number | null }[];
};

/** The kinds of trouble with S3. `down`: it answers nothing but 503, or is killed if it can be. */
export const storms = [
  'error',
  'slow-down',
  'slow',
  'cut',
  'half',
  'half-answer',
  'late',
  'down',
  'mixed',
] as const;
export type Storm = (typeof storms)[number];

export const visitorCount = 3;
export const nodeCount = 3;

const clients = [0, 1, 2] as const;

export function makePlan(seed: number): Plan {
  const random = createRandom(seed);
  const between = (least: number, most: number) => Math.round(least + random() * (most - least));
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const milliseconds = between(1_600, 2_600);
  // Late commands meet no trouble.
  const moment = () => between(0, milliseconds - 200);

  return {
    milliseconds,
    commands: clients
      .flatMap((client) => Array.from({ length: between(8, 16) }, () => ({ at: moment(), client })))
      .sort((one, other) => one.at - other.at),
    readings: Array.from({ length: between(0, 3) }, () => ({ at: moment(), client: one(clients) })),
    kills: Array.from({ length: between(1, 4) }, () => ({
      at: moment(),
      victim: random() < 0.45 ? 'server' : one(clients),
      onRequest: random() < 0.6,
      delay: random() < 0.5 ? 0 : between(0, 25),
      restartAfter: between(0, 500),
    })),
    faults: Array.from({ length: between(3, 9) }, () => {
      const at = moment();
      return {
        at,
        client: one(clients),
        fault: pickFault(random, between, one),
        share: one([0.5, 1]),
        heals: at + between(50, 900),
        comes: random() < 0.5,
      };
    }),
    troubles: Array.from({ length: between(1, 3) }, () => {
      const at = moment();
      return { at, heals: at + between(50, 1_200) };
    }),
    removal: moment(),
    ...planOfFiles({ random, between, one, moment }),
  };
}

/** Drawn last, so that the rest of a seed's plan is the same without files. */
function planOfFiles({ random, between, one, moment }: Draw): Pick<Plan, 'bounces' | 'storms' | 'visits'> {
  const nodes = Array.from({ length: nodeCount }, (_, node) => node);
  return {
    bounces: Array.from({ length: between(2, 4) }, () => ({
      at: Math.round(moment() * 0.6),
      client: one(clients),
      bytes: random() < 0.15 ? between(5.5e6, 12e6) : between(2e4, 6e5),
      shared: random() < 0.2,
    })),
    storms: Array.from({ length: between(1, 4) }, () => {
      const at = moment();
      return {
        at,
        heals: at + between(100, 4_000),
        node: random() < 0.4 ? null : one(nodes),
        storm: one(storms),
        share: one([0.3, 0.7, 1]),
      };
    }),
    visits: Array.from({ length: between(1, 4) }, () => ({
      at: moment(),
      visitor: between(0, visitorCount - 1),
      node: random() < 0.35 ? null : one(nodes),
    })),
  };
}

type Draw = {
  random(): number;
  between(least: number, most: number): number;
  one<Item>(items: readonly Item[]): Item;
  moment(): number;
};

function pickFault(
  random: () => number,
  between: (least: number, most: number) => number,
  one: <Item>(items: readonly Item[]) => Item,
): Weather {
  const directions: Direction[] = ['up', 'down'];
  // Most trouble leads to a lost answer: two of these cause it.
  switch (between(0, 8)) {
    case 0:
      return { kind: 'cut' };
    case 1:
      return { kind: 'cut-after', direction: 'down', bytes: between(0, 300) };
    case 2:
      return { kind: 'cut-after', direction: one(directions), bytes: between(0, 1_500) };
    case 3:
      return { kind: 'half-close', end: one(['client', 'server']) };
    case 4:
      return { kind: 'stall', direction: 'down' };
    case 5:
      return { kind: 'stall', direction: one(['up', 'both']) };
    case 6:
      return { kind: 'vanish' };
    case 7:
      return { kind: 'slow', bytesPerSecond: Math.round(500 * 40 ** random()) };
    default:
      return { kind: 'refuse' };
  }
}
