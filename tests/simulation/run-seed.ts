import { memberNames } from './band.ts';
import { checkLog, checkOperations, differences, isThrough } from './checks.ts';
import { scheduleFaults } from './faults.ts';
import { createMember, type Member } from './member.ts';
import { checkNews, hasNewsToTell } from './news.ts';
import { createServerMachine, type ServerMachine } from './server-machine.ts';
import type { Tally } from './tally.ts';
import { createTruth, type Truth } from './truth.ts';
import type { Variant } from './variant.ts';
import { createWorkload } from './workload.ts';
import { createWorld, type World } from './world.ts';

export type SeedReport = {
  seed: number;
  traceHash: string;
  /** The kinds of command that had an effect. */
  performed: string[];
  /** Broken invariants. */
  violations: readonly string[];
  /** The last lines of the trace; empty without a violation. */
  tail: string[];
  tally: Tally;
  /** From the end of all trouble until everyone was equal to the server, in milliseconds; null: never. */
  healedAfter: number | null;
};

export type RunOptions = { variant?: Variant; keptLines?: number; alwaysTail?: boolean };

/** One band for some minutes, with all the trouble that its seed decides. */
export async function runSeed(
  template: Buffer,
  seed: number,
  { variant = {}, keptLines = 60, alwaysTail = false }: RunOptions = {},
): Promise<SeedReport> {
  const world = createWorld(seed, variant, keptLines);
  const server = createServerMachine(world, template);
  const members = memberNames.map((name) => createMember(world, server, name));
  const truth = createTruth(world, server);
  const stopListening = complainOfRejections(world);
  try {
    scheduleWork(world, server, members);
    scheduleFaults(world, server, members);
    const run = createRunner(world, server, members, truth);
    let healedAfter: number | null = null;
    try {
      await run(world.plan.duration);
      healedAfter = await heal(world, server, members, run);
      checkOperations(world, server);
      checkLog(world, server);
      checkNews(world, server);
    } catch (error) {
      world.complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    const { violations, trace, tally } = world;
    const traceHash = trace.hash();
    return {
      seed,
      traceHash,
      performed: performedOn(server),
      violations,
      tail: alwaysTail || violations.length > 0 ? trace.tail() : [],
      tally,
      healedAfter,
    };
  } finally {
    for (const machine of [...members, server]) machine.dispose();
    // The last lives end here, not in the next run.
    await quiet();
    stopListening();
  }
}

function performedOn(server: ServerMachine): string[] {
  const kinds = server.database().prepare('select distinct kind from simulationEffect').pluck();
  return kinds.all() as string[];
}

type Runner = (until: number) => Promise<void>;

/** More tasks than a sound run has in a minute: something loops. */
const mostStepsInMinute = 20_000;

/** In fewer turns each request in progress reaches the database, or waits for a transaction. */
const turnsOfRequest = 3;

/** Moves time to that moment: each due task, and everything it causes, runs before the next. */
function createRunner(world: World, server: ServerMachine, members: readonly Member[], truth: Truth): Runner {
  const { schedule, chance, plan } = world;
  let minute = 0;
  let steps = 0;

  async function settle(): Promise<void> {
    let waited = 0;
    for (let turn = 0; turn < 100 && waited < turnsOfRequest; turn++) {
      await quiet();
      if (server.openRequests() === 0) break;
      waited = server.isGathering() ? waited + 1 : 0;
    }
    server.tidy();
    await truth.note();
    for (const member of members) truth.compare(member);
  }

  return async (until) => {
    for (;;) {
      let nextAt = schedule.nextAt();
      if (nextAt === null || nextAt > until) break;
      do {
        schedule.step();
        steps += 1;
        nextAt = schedule.nextAt();
      } while (
        nextAt !== null &&
        nextAt <= until &&
        nextAt - schedule.now() < 100 &&
        chance.is(plan.concurrency)
      );
      await settle();
      if (Math.floor(schedule.now() / 60_000) !== minute) {
        minute = Math.floor(schedule.now() / 60_000);
        steps = 0;
      } else if (steps > mostStepsInMinute) {
        throw new Error('Something goes in circles');
      }
    }
    schedule.moveTo(until);
  };
}

/** Resolves once everything that is ready has run. */
function quiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function scheduleWork(world: World, server: ServerMachine, members: readonly Member[]): void {
  const { plan, chance, schedule } = world;
  const act = createWorkload(world, server, members);
  for (let count = 0; count < plan.operations; count++) {
    // People come in bursts.
    const { bursts, duration } = plan;
    const at =
      bursts === null ? chance.between(0, duration) : (chance.between(1, bursts) * duration) / (bursts + 1);
    const member = chance.pick(members) as Member;
    schedule.after(at, () => act(member));
    if (chance.is(0.2)) schedule.after(at + chance.between(0, 50), () => act(member));
  }
}

/** How long after the end of all trouble everyone must be equal to the server. */
function patience({ headsMilliseconds, delivery }: World['plan']): number {
  // Failed reads of heads are repeated after a tenth of the interval.
  return 200_000 + (delivery === 'orderly' ? headsMilliseconds / 10 : headsMilliseconds);
}

async function heal(
  world: World,
  server: ServerMachine,
  members: readonly Member[],
  run: Runner,
): Promise<number | null> {
  const { schedule, network, trace, complain } = world;
  trace.write('all is well from here on');
  network.heal();
  server.heal();
  for (const member of members) member.heal();
  const healedAt = schedule.now();
  await run(healedAt + 3_000);
  for (const member of members) enterAll(member);
  let left: string[] = [];
  while (schedule.now() - healedAt < patience(world.plan)) {
    await run(schedule.now() + 2_000);
    for (const member of members) enterAll(member);
    const isLast = schedule.now() - healedAt + 4_000 > patience(world.plan);
    const isThere = !hasNewsToTell(server) && (await everyone(members, (one) => isThrough(server, one)));
    if (!isLast && !isThere) continue;
    for (const member of members) lookAtAll(member);
    await run(schedule.now() + 1_000);
    left = [];
    for (const member of members) left.push(...(await differences(server, member)));
    if (left.length === 0) return schedule.now() - healedAt;
    trace.write(`${left.length} differences`);
    // A read that is repeated now succeeds soon, or never.
    await run(schedule.now() + 10_000);
  }
  for (const difference of left) complain(`at the end ${difference}`);
  return null;
}

async function everyone(
  members: readonly Member[],
  is: (member: Member) => Promise<boolean>,
): Promise<boolean> {
  for (const member of members) if (!(await is(member))) return false;
  return true;
}

function enterAll(member: Member): void {
  const client = member.current();
  for (const { id } of client?.account.cache.listProjects() ?? []) {
    client?.page.look(client.page.handlers['projects.enter']({ id }));
  }
}

/** Shows every list of a window once more. */
function lookAtAll(member: Member): void {
  const client = member.current();
  if (!client) return;
  const { page, account } = client;
  page.look(page.handlers['activities.list']({ projectId: null, limit: 50 }));
  for (const { id } of account.inbox.conversations()) {
    page.look(page.handlers['chat.messages']({ conversationId: id, limit: 50 }));
  }
  for (const { id } of account.cache.listProjects()) {
    const cuts = account.cache.readProject(id)?.vibes.flatMap((vibe) => vibe.cuts) ?? [];
    for (const cut of cuts) page.look(page.handlers['comments.list']({ cutId: cut.id }));
  }
}

/** An unhandled rejection is a bug, unless its process has ended. */
function complainOfRejections({ complain }: World): () => void {
  const listen = (error: unknown) => {
    if (error instanceof Error && error.name === 'LifeOver') return;
    complain(`nobody minds ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  };
  process.on('unhandledRejection', listen);
  return () => process.off('unhandledRejection', listen);
}
