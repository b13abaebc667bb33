import { beginning } from './band.ts';
import { type Chance, createChance } from './chance.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createNetwork, type Network } from './network.ts';
import { drawPlan, type Plan } from './plan.ts';
import { createSchedule, type Schedule } from './schedule.ts';
import { createTally, type Tally } from './tally.ts';
import { createTrace, type Trace } from './trace.ts';
import type { Variant } from './variant.ts';

/** Shared by everyone in a run. */
export type World = {
  plan: Plan;
  chance: Chance;
  schedule: Schedule;
  trace: Trace;
  tally: Tally;
  network: Network;
  ledger: Ledger;
  variant: Variant;
  /** True time, Unix milliseconds. */
  trueNow(): number;
  /** Reports a broken invariant. */
  complain(violation: string): void;
  violations: readonly string[];
};

/** The number of findings that are kept; later ones follow from them. */
const mostViolations = 20;

export function createWorld(seed: number, variant: Variant, keptLines: number): World {
  const chance = createChance(seed);
  const drawn = drawPlan(chance, createChance(seed + 500_000_000));
  const plan = variant.plan?.(drawn) ?? drawn;
  const schedule = createSchedule();
  const trace = createTrace(schedule.now, keptLines);
  const tally = createTally();
  const violations: string[] = [];
  return {
    ...{ plan, chance, schedule, trace, tally, variant, violations },
    network: createNetwork({ plan, chance, schedule, trace, tally }),
    ledger: createLedger(schedule.now),
    trueNow: () => beginning + schedule.now(),
    complain(violation) {
      trace.write(`!! ${violation}`);
      if (violations.length < mostViolations && !violations.includes(violation)) violations.push(violation);
    },
  };
}
