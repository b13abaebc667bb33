import { setTimeout as wait } from 'node:timers/promises';
import { projectTopic } from '../../../protocol/wire/topic.ts';
import type { Report } from '../../fixtures/chaos-client/lines.ts';
import { createRandom } from '../random.ts';
import type { BandProject, BandTemplate } from './band-template.ts';
import { judgeBounces, makeBounces } from './bounces.ts';
import { differences, readSight, type Sight, sightOf } from './equal-state.ts';
import { openGuest } from './guest.ts';
import { type Judged, judge, type Verdict } from './judge.ts';
import { createOrders, type Made } from './orders.ts';
import { makePlan, type Plan } from './plan.ts';
import type { PresenceWatch } from './presence-watch.ts';
import { type ClientNumber, clientNumbers, type Stage } from './stage.ts';
import type { Visitors } from './visitors.ts';

export type ChaosReport = Verdict & {
  seed: number;
  /** Commands that were on a client's disk. */
  operations: number;
  kills: number;
  /** By the proxies' own count, of single connections. */
  faults: Record<string, number>;
  /** From the moment everything has healed and runs again; null = never. */
  millisecondsToEqual: number | null;
  /** The last difference between the states, and since when, from the same moment. */
  course: { milliseconds: number; wrong: string[] }[];
  /** Bounces that clients had taken, spoilt requests to S3, and kills of S3 itself. */
  bounces: number;
  spoilt: number;
  storageKills: number;
  /** Other findings: a process that ended unasked, states that never became equal. */
  problems: string[];
};

export type ChaosOptions = {
  visitors?: Visitors;
  presence?: PresenceWatch;
  equalWithinMilliseconds?: number;
};

const everyone = ['server', ...clientNumbers] as const;

/**
 * Three people work at one project while processes are killed and connections misbehave as the seed says; then all
 * heals. The clients' reports are compared with the server's database. The seed decides what is done and
 * when; which bytes that meets is up to the machine.
 */
export async function runChaos(
  seed: number,
  stage: Stage,
  band: BandTemplate,
  project: BandProject,
  { visitors, presence, equalWithinMilliseconds = 60_000 }: ChaosOptions = {},
): Promise<ChaosReport> {
  stage.show(project.id);
  stage.fates.clear();
  const faultsBefore = faultsOf(stage);
  const random = createRandom(seed ^ 0x5eed);
  const guest = openGuest(stage.servers, band.people[0], band.guest, project.id);
  const make = createOrders(band, stage.cast, project, seed, random);
  const plan = makePlan(seed);
  const { storage } = stage.servers;
  const spoiltBefore = storage?.spoilt() ?? 0;
  const storageKillsBefore = storage?.kills() ?? 0;
  const bounces = storage ? await makeBounces(plan, seed, stage.home) : [];
  const more = [
    ...bounces.map((bounce) => ({ at: bounce.at, act: async () => stage.drop(bounce, project.id) })),
    ...actsOfFiles(plan, seed, stage, visitors),
  ];
  const removed = wait(plan.removal).then(guest.remove);
  const kills = await perform(plan, stage, make, random, more);
  for (const client of clientNumbers) stage.proxies[client].heal();
  await Promise.all(everyone.map(stage.start));
  await removed;
  const healed = performance.now();
  // Read positions are announced once everything is read: conversations are compared after that.
  const first = await untilEqual(stage, project.id, equalWithinMilliseconds, ['conversations']);
  const millisecondsToEqual = first.wrong.length === 0 ? performance.now() - healed : null;
  if (millisecondsToEqual !== null) clientNumbers.forEach(stage.readAll);
  const end =
    millisecondsToEqual === null ? first : await untilEqual(stage, project.id, equalWithinMilliseconds);
  guest.close();
  const judged = [...stage.fates.values()].map((fate): Judged => {
    const pending = end.reports[fate.client]?.outbox.find(
      ({ operationId }) => operationId === fate.operationId,
    );
    const userId = stage.cast[fate.client].account.id;
    const isShownRefused = pending?.state.kind === 'refused';
    return { ...fate, userId, isShownRefused, isWaiting: pending !== undefined && !isShownRefused };
  });
  const faults = Object.entries(faultsOf(stage)).map(([name, count]) => [
    name,
    count - (faultsBefore[name] ?? 0),
  ]);
  const rows = await stage.servers.read(project.id);
  const verdict = judge(rows, judged, project.snapshot);
  const ofBounces = storage && {
    ...(await judgeBounces({
      ...{ bounces, rows, storage, reports: end.reports },
      ...{ servers: stage.servers, person: band.people[0] },
    })),
  };
  return {
    ...verdict,
    lost: [...verdict.lost, ...(ofBounces?.lost ?? [])],
    duplicated: [...verdict.duplicated, ...(ofBounces?.duplicated ?? [])],
    bounces: bounces.filter(({ takenBy }) => takenBy.size > 0).length,
    spoilt: (storage?.spoilt() ?? 0) - spoiltBefore,
    storageKills: (storage?.kills() ?? 0) - storageKillsBefore,
    ...{ seed, kills, millisecondsToEqual, course: first.course, faults: Object.fromEntries(faults) },
    operations: judged.filter(({ operationId }) => operationId !== null).length,
    problems: [
      ...stage.problems,
      ...end.wrong,
      ...guest.heardTooMuch(rows),
      ...(ofBounces?.problems ?? []),
      ...(presence?.takeWrong() ?? []),
    ],
  };
}

type Act = { at: number; act(): Promise<unknown> };

/** Chance of their own: how often it is asked depends on the machine. */
function actsOfFiles(plan: Plan, seed: number, stage: Stage, visitors: Visitors | undefined): Act[] {
  const { storage } = stage.servers;
  const random = createRandom(seed ^ 0x53);
  const storms = (storage ? plan.storms : []).map(({ at, heals, ...storm }) => ({
    at,
    act: async () => {
      const calm = storage?.strike(storm, random);
      await wait(heals - at);
      await calm?.();
    },
  }));
  const visits = plan.visits.map(({ at, visitor, node }) => ({
    at,
    act: async () => visitors?.go(visitor, node),
  }));
  return [...storms, ...visits];
}

/** Carries out the plan and waits for its end. Returns how many processes were killed. */
async function perform(
  plan: Plan,
  stage: Stage,
  make: (client: ClientNumber) => Made,
  random: () => number,
  more: Act[],
): Promise<number> {
  const isMeant = (share: number) => () => random() < share;
  let killed = 0;
  const end = wait(plan.milliseconds);
  const ended = new AbortController();
  void end.then(() => ended.abort());

  const acts: Act[] = [
    ...more,
    ...plan.commands.map(({ at, client }) => ({
      at,
      act: async () => {
        const made = make(client);
        stage.run(made);
        const { cutId } = made.payload;
        // Somebody else opens the place where something happens: from then on events keep that cache up to date.
        if (typeof cutId === 'string') stage.openCut(((client + 1) % 3) as ClientNumber, cutId);
      },
    })),
    ...plan.readings.map(({ at, client }) => ({ at, act: async () => stage.readAll(client) })),
    ...plan.faults.map(({ at, client, fault, share, heals, comes }) => ({
      at,
      act: async () => {
        const proxy = stage.proxies[client];
        if (comes || fault.kind === 'refuse') proxy.setWeather(fault);
        if (fault.kind !== 'refuse') proxy.strike(fault, isMeant(share));
        await Promise.race([wait(heals - at), end]);
        proxy.heal();
      },
    })),
    ...(stage.servers.trouble ? plan.troubles : []).map(({ at, heals }) => ({
      at,
      act: async () => {
        const undo = await stage.servers.trouble?.(random);
        await Promise.race([wait(heals - at), end]);
        await undo?.();
      },
    })),
    ...plan.kills.map(({ at, victim, onRequest, delay, restartAfter }) => ({
      at,
      act: async () => {
        if (onRequest) await nextRequest(stage, victim === 'server' ? clientNumbers : [victim], ended.signal);
        await wait(delay);
        if (ended.signal.aborted || !stage.isAlive(victim)) return;
        killed += 1;
        await stage.kill(victim);
        await Promise.race([wait(restartAfter), end]);
        await stage.start(victim);
      },
    })),
  ];
  const done = acts.map(async ({ at, act }) => {
    await wait(at);
    await act();
  });
  await Promise.all([end, ...done]);
  return killed;
}

/** Resolves when a command passes one of these proxies, or at the end. */
function nextRequest(stage: Stage, clients: readonly ClientNumber[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stops = clients.map((client) =>
      stage.proxies[client].onPiece((direction, piece) => {
        if (direction === 'up' && piece.includes('POST /api/commands')) finish();
      }),
    );
    const finish = () => {
      for (const stop of stops) stop();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    signal.addEventListener('abort', finish);
    if (signal.aborted) finish();
  });
}

type End = Pick<ChaosReport, 'course'> & {
  reports: Partial<Record<ClientNumber, Report>>;
  wrong: string[];
};

/** Resolves when nothing is pending and everyone is equal to the server, or when time runs out. */
async function untilEqual(
  stage: Stage,
  projectId: string,
  milliseconds: number,
  leftOut: (keyof Sight)[] = [],
): Promise<End> {
  const begun = performance.now();
  const course: End['course'] = [];
  let reports: End['reports'] = {};
  let wrong = ['Nobody was ready'];
  while (performance.now() - begun < milliseconds && stage.problems.length === 0) {
    const seen = await Promise.race([Promise.all(clientNumbers.map(stage.report)), wait(5_000)]);
    if (seen)
      reports = {
        ...reports,
        ...Object.fromEntries(seen.flatMap((report, at) => (report ? [[at, report]] : []))),
      };
    wrong = await whatIsWrong(stage, projectId, seen ?? [], leftOut).catch((error: Error) => [String(error)]);
    if (wrong.length === 0) break;
    if (wrong.join() !== course.at(-1)?.wrong.join()) {
      course.push({ milliseconds: Math.round(performance.now() - begun), wrong });
    }
    await wait(100);
  }
  return { reports, wrong, course };
}

async function whatIsWrong(
  stage: Stage,
  projectId: string,
  seen: (Report | null)[],
  leftOut: (keyof Sight)[],
): Promise<string[]> {
  const waiting = clientNumbers.flatMap((client) => {
    const report = seen[client];
    if (!report) return [`Client ${client} is not ready`];
    const count = report.outbox.filter(({ state }) => state.kind !== 'refused').length;
    const onTheWay = report.transfers.filter(({ state }) => state !== 'done');
    return [
      ...(count > 0 ? [`${count} operations wait at client ${client}`] : []),
      ...onTheWay.map(({ name, state, why }) => `Client ${client} has ${name}: ${state}, ${why}`),
    ];
  });
  if (waiting.length > 0) return waiting;
  // Checked first because it costs little; a full comparison would slow down those that are behind.
  const head = await stage.servers.readHead(projectTopic(projectId));
  const behind = clientNumbers.flatMap((client) => {
    const seq = seen[client]?.project?.seq;
    return seq === head ? [] : [`Client ${client} is at ${seq} of ${head}`];
  });
  if (behind.length > 0) return behind;
  const wrong: string[] = [];
  for (const client of clientNumbers) {
    const person = stage.cast[client];
    const report = seen[client];
    if (!report) continue;
    const truth = await readSight(stage.servers.url(), person, projectId);
    const found = differences(sightOf(report), truth, leftOut);
    wrong.push(...found.map((difference) => `Client ${client} sees ${difference}`));
  }
  return wrong;
}

function faultsOf(stage: Stage): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const client of clientNumbers) {
    const { bytes: _, ...counts } = stage.proxies[client].counts;
    for (const [name, count] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + count;
  }
  return sum;
}
