import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BandTemplate, Cast } from './band-template.ts';
import { type PresenceWatch, watchPresence } from './presence-watch.ts';
import { type ChaosReport, runChaos } from './run.ts';
import { clientNumbers, openStage, type Stage, type StageOptions } from './stage.ts';
import { openVisitors, type Visitors } from './visitors.ts';

export type Series = {
  reports: ChaosReport[];
  /** One line for each seed with a finding, with the command that replays it. */
  failures: string[];
  summary: string;
};

export type SeriesOptions = StageOptions & {
  firstSeed: number;
  runs: number;
  /** How many run at a time. */
  parallel: number;
  equalWithinMilliseconds?: number;
  /** Runs a seed again, after the variables that choose it. */
  command?: string;
  onReport?(report: ChaosReport, done: number): unknown;
  /** Ends the series early. */
  isEnough?(report: ChaosReport): boolean;
};

/**
 * Processes are started for several seeds, each with a project of its own, because starting them takes longer than a
 * run. After a run with a finding they are started again.
 */
export async function runSeries(band: BandTemplate, options: SeriesOptions): Promise<Series> {
  const { firstSeed, runs, parallel, command, onReport, isEnough } = options;
  const reports: ChaosReport[] = [];
  let next = firstSeed;
  let end = firstSeed + runs;
  let stages = 0;

  async function runSome(): Promise<void> {
    const home = await mkdtemp(join(tmpdir(), 'bandmate-chaos-'));
    const [ana, bo] = band.people;
    // Every second time the third client is another device of the first person.
    const cast: Cast = stages++ % 2 === 0 ? band.people : [ana, bo, ana];
    const stage = await openStage(band, cast, home, options);
    const presence = band.visitors.length > 0 ? openPresence(stage, band) : undefined;
    try {
      await stage.start('server');
      await Promise.all(clientNumbers.map(stage.start));
      for (const [index, project] of band.projects.entries()) {
        if (next >= end) return;
        const report = await runChaos(next++, stage, band, project, { ...options, ...presence });
        const isLast = index === band.projects.length - 1 || next >= end || wrongOf(report).length > 0;
        if (presence && isLast) report.problems.push(...(await playFinale(stage, presence)));
        reports.push(report);
        onReport?.(report, reports.length);
        if (isEnough?.(report)) end = next;
        if (wrongOf(report).length > 0) return;
      }
    } finally {
      presence?.visitors.close();
      await presence?.presence.stop();
      await stage.close();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  const work = async () => {
    while (next < end) await runSome();
  };
  await Promise.all(Array.from({ length: parallel }, work));
  reports.sort((one, other) => one.seed - other.seed);
  return {
    reports,
    failures: reports.flatMap((report) => failureOf(report, command)),
    summary: summaryOf(reports),
  };
}

type Presence = { visitors: Visitors; presence: PresenceWatch };

function openPresence(stage: Stage, band: BandTemplate): Presence {
  const { servers, cast } = stage;
  const visitors = openVisitors(servers, band.visitors);
  const isConnected = (userId: string) =>
    visitors.isConnected(userId) ??
    clientNumbers.some((client) => cast[client].account.id === userId && stage.isConnected(client));
  const [ana, bo] = band.people;
  const ours = new Set([...band.people, ...band.visitors].map(({ account }) => account.id));
  return {
    visitors,
    presence: watchPresence({
      ...{ servers, askers: [ana, bo] },
      isConnected: (userId) => (ours.has(userId) ? isConnected(userId) : null),
    }),
  };
}

/** Clients, visitors and a node go for good: nobody may be shown as online for long whose connection ended so. */
async function playFinale(stage: Stage, { visitors, presence }: Presence): Promise<string[]> {
  for (const [visitor, node] of [0, 1, 2].entries()) visitors.go(visitor, node);
  await visitors.arrived();
  await presence.settle();
  await Promise.all([stage.kill(2), stage.servers.kill()]);
  visitors.go(0, null);
  await presence.settle();
  return presence.takeWrong();
}

/** The findings of a run, as sentences. */
export function wrongOf({ lost, waiting, duplicated, gaps, hidden, problems }: ChaosReport): string[] {
  return [
    ...lost.map((words) => `lost: ${words}`),
    ...waiting.map((words) => `still waiting: ${words}`),
    ...duplicated.map((words) => `duplicated: ${words}`),
    ...hidden.map((words) => `refused and not shown: ${words}`),
    ...gaps,
    ...problems,
  ];
}

/** The findings of a run in one line, with the command that replays it; empty if there are none. */
export function failureOf(report: ChaosReport, command = 'npm run test:faults -- chaos.test'): string[] {
  const wrong = wrongOf(report);
  if (wrong.length === 0) return [];
  const replay = `CHAOS_SEED=${report.seed} CHAOS_RUNS=1 ${command}`;
  return [`Seed ${report.seed}: ${wrong.join('; ')}. Again: ${replay}`];
}

export function summaryOf(reports: ChaosReport[]): string {
  const sum = (count: (report: ChaosReport) => number) =>
    reports.reduce((total, report) => total + count(report), 0);
  const of = (...names: string[]) =>
    sum(({ faults }) => names.reduce((n, name) => n + (faults[name] ?? 0), 0));
  const times = reports.flatMap(({ millisecondsToEqual }) => millisecondsToEqual ?? []).sort((a, b) => a - b);
  const at = (share: number) =>
    ((times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? Number.NaN) / 1000).toFixed(2);
  const late = times.filter((time) => time > 10_000).length;
  return [
    `${reports.length} seeds`,
    `${sum(({ operations }) => operations)} operations (${sum(({ refused }) => refused)} refused and shown, ` +
      `${sum(({ untold }) => untold)} refused to a process that was killed)`,
    `${sum(({ kills }) => kills)} kills`,
    `${of('cut', 'cut-after', 'refuse')} cuts, ${of('half-close', 'vanish')} half-open, ${of('stall')} stalls, ${of('slow')} slow`,
    ...(sum(({ bounces }) => bounces) > 0
      ? [
          `${sum(({ bounces }) => bounces)} bounces`,
          `${sum(({ spoilt }) => spoilt)} requests to S3 spoilt`,
          `${sum(({ storageKills }) => storageKills)} kills of S3`,
        ]
      : []),
    `${sum(({ lost }) => lost.length)} lost`,
    `${sum(({ duplicated }) => duplicated.length)} duplicated`,
    `${sum(({ gaps }) => gaps.length)} gaps`,
    `equal after ${at(0.5)} s (median), ${at(0.95)} s (95 %), ${at(1)} s (longest), ${late} over 10 s`,
  ].join('; ');
}
