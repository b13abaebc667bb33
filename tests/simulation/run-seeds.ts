import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SeedReport } from './run-seed.ts';
import { addTally, createTally, type Tally } from './tally.ts';

export type SeedsReport = {
  seeds: number;
  tally: Tally;
  /** The kinds of command that had an effect in any of them. */
  performed: Set<string>;
  /** By seed. */
  failed: SeedReport[];
  traceHashes: Map<number, string>;
  /** How long healing took, in milliseconds: median, 99th percentile, maximum. */
  healing: { median: number; most99: number; most: number };
};

/** Each run leaves a megabyte or two in abort signals; they go with their worker. */
const seedsOfWorker = 100;

/** `variant`: the broken part, or the hardship. */
export type WorkerTask = {
  first: number;
  count: number;
  variant: string | null;
  isUntilFound: boolean;
};

/** Runs that many seeds, on all processors. */
export async function runSeeds(wish: {
  first: number;
  count: number;
  variant?: string;
}): Promise<SeedsReport> {
  const { first, count, variant = null } = wish;
  const report: SeedsReport = {
    seeds: 0,
    tally: createTally(),
    performed: new Set(),
    failed: [],
    traceHashes: new Map(),
    healing: { median: 0, most99: 0, most: 0 },
  };
  const healing: number[] = [];
  const take = (one: SeedReport) => {
    report.seeds += 1;
    addTally(report.tally, one.tally);
    for (const kind of one.performed) report.performed.add(kind);
    report.traceHashes.set(one.seed, one.traceHash);
    if (one.violations.length > 0) report.failed.push(one);
    if (one.healedAfter !== null) healing.push(one.healedAfter);
  };
  const shares = Array.from({ length: Math.ceil(count / seedsOfWorker) }, (_, index): WorkerTask => {
    const begun = index * seedsOfWorker;
    return {
      ...{ first: first + begun, count: Math.min(seedsOfWorker, count - begun) },
      ...{ variant, isUntilFound: false },
    };
  }).values();
  const lanes = Array.from({ length: availableParallelism() }, async () => {
    for (const share of shares) await runShare(share, take);
  });
  await Promise.all(lanes);
  healing.sort((a, b) => a - b);
  const at = (share: number) =>
    healing[Math.min(healing.length - 1, Math.floor(share * healing.length))] ?? 0;
  report.failed.sort((a, b) => a.seed - b.seed);
  return { ...report, healing: { median: at(0.5), most99: at(0.99), most: at(1) } };
}

/** The first of that many seeds that finds the variant's bug; null if none does. */
export async function findViolation(variant: string, most: number): Promise<SeedReport | null> {
  let found: SeedReport | null = null;
  await runShare({ first: 1, count: most, variant, isUntilFound: true }, (report) => {
    if (report.violations.length > 0) found = report;
  });
  return found;
}

function runShare(task: WorkerTask, take: (report: SeedReport) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: task });
    worker.on('message', take);
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}

/** The report of a run that found something: how to replay it, the findings, and the trace. */
export function describeFailure({ seed, violations, tail }: SeedReport, variant?: string): string {
  const command = `node tests/simulation/replay.ts ${seed}${variant === undefined ? '' : ` '${variant}'`}`;
  return [`Seed ${seed}; the whole of it again: ${command}`, ...violations, ...tail].join('\n  ');
}

/** One line: the trouble, and the number of bands. */
export function summarise({ seeds, tally, failed, healing }: SeedsReport): string {
  const counted = Object.entries(tally).map(([name, count]) => `${count} ${name}`);
  const [median, most99, most] = [healing.median, healing.most99, healing.most].map((one) => one / 1000);
  const healed = `healed after ${median} s (median), ${most99} s (99 %), ${most} s (longest)`;
  return `${seeds} seeds: ${counted.join(', ')}; ${healed}; ${failed.length} with violations`;
}
