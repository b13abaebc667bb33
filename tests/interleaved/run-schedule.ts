import { systemClock } from '../../common/clock.ts';
import { isPermanent } from '../../protocol/wire/error.ts';
import { type Chance, createChance } from '../simulation/chance.ts';
import { createIds } from '../simulation/ids.ts';
import { createActs } from './acts.ts';
import type { WovenDatabase } from './database.ts';
import { createGate, type Gate } from './gate.ts';
import { judge, type Sent } from './judge.ts';
import { openNode, type WovenNode } from './node.ts';
import { makeBase, makeScene, type Scene } from './scene.ts';
import { createTally, type Tally } from './tally.ts';
import type { Variant } from './variants.ts';

export type ScheduleReport = { seed: number; violations: string[]; trace: string[]; tally: Tally };

const beginning = Date.UTC(2026, 2, 1, 18);

/** Some people send about ten commands to two or three servers on one PostgreSQL, whose statements interleave as the seed says. */
export async function runSchedule(
  database: WovenDatabase,
  seed: number,
  variant: Variant = {},
): Promise<ScheduleReport> {
  const chance = createChance(seed);
  const prefix = `s${seed}`;
  const tally = createTally();
  const trace: string[] = [];
  const violations: string[] = [];
  const complain = (violation: string) => {
    trace.push(`!! ${violation}`);
    violations.push(violation);
  };
  let open: Gate | null = null;
  const now = clockFrom(beginning);
  const failed = (code: string, table: string | undefined) => {
    if (code === '40P01') complain('PostgreSQL found a deadlock');
    if (code !== '23505') return;
    tally.collisions += 1;
    if (['event', 'topicHead', 'operation'].includes(table ?? ''))
      complain(`two transactions wrote one row of ${table}`);
  };
  const seen = {
    failed,
    begun() {
      tally.begun += 1;
    },
  };
  const failing = chance.is(0.3) ? 0.1 : 0;
  const nodes = Array.from({ length: chance.is(0.3) ? 3 : 2 }, (_, index) => {
    const common = { database, failing, variant, seen, gate: () => open };
    return openNode({ ...common, ...drawnFrom(createChance(seed * 7 + index), now), name: `n${index}` });
  });
  if (!database.rows.user) {
    const common = { database, failing: 0, variant: {}, seen, gate: () => null };
    const base = openNode({ ...common, ...drawnFrom(createChance(0), clockFrom(beginning)), name: 'n0' });
    await makeBase(base, new Date(beginning).toISOString(), database.rows);
  }
  try {
    const [first] = nodes as [WovenNode];
    const scene = await makeScene(first, prefix, database.rows);
    const kills = planKills(chance, nodes, tally, trace);
    const gate = createGate({
      arrivals: chance.pick([0.02, 0.06, 0.2, 0.7]) ?? 0.2,
      ...{ chance, findBlocked: database.findBlocked, beforeStep: kills.beforeStep },
      working: () => nodes.filter((node) => node.isWorking()).map(({ name }) => name),
      trace: (line) => void trace.push(line),
    });
    open = gate;
    const { sent, isDone } = sendAll({ chance, scene, nodes, gate, tally, complain, prefix });
    await gate.run(isDone);
    open = null;
    await judge({ db: first.db, prefix, scene, sent, nodes, complain });
    count(tally, nodes, gate, sent);
  } catch (error) {
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    open = null;
    for (const node of nodes) await node.close();
  }
  return { seed, violations, trace, tally };
}

/** A clock that counts how often it was asked. */
function clockFrom(moment: number): () => number {
  let now = moment;
  return () => {
    now += 1;
    return now;
  };
}

function drawnFrom(chance: Chance, now: () => number) {
  const environment = {
    clock: { ...systemClock, now },
    random: chance.random,
    newId: createIds(now, chance),
  };
  return { chance, environment };
}

function count(tally: Tally, nodes: readonly WovenNode[], { counts }: Gate, sent: readonly Sent[]): void {
  tally.schedules += 1;
  tally.steps += counts.steps;
  tally.lockWaits += counts.blocked;
  tally.operations += sent.length;
  tally.refusals += sent.filter(({ answers }) => answers[0]?.ok === false).length;
  tally.sentToBoth += sent.filter(({ answers }) => answers.length > 1).length;
  const groups = nodes.flatMap((node) => node.groups);
  tally.transactions += groups.length;
  tally.sharedTransactions += groups.filter((size) => size > 1).length;
}

/** Ends connections in the middle of a transaction, at moments that are drawn before. */
function planKills(chance: Chance, nodes: readonly WovenNode[], tally: Tally, trace: string[]) {
  const kills = chance.is(0.4) ? chance.between(1, 3) : 0;
  const moments = new Set(Array.from({ length: kills }, () => chance.between(5, 150)));
  let steps = 0;
  return {
    async beforeStep() {
      steps += 1;
      if (!moments.has(steps)) return;
      const victim = chance.pick(
        nodes.flatMap((node) => node.connections()).filter(({ isInTransaction }) => isInTransaction),
      );
      const kill = chance.is(0.5) ? 'before' : 'after';
      victim?.doom(kill);
      if (!victim) return;
      tally.kills += 1;
      trace.push(`${victim.node} loses its connection ${kill} its next statement`);
    },
  };
}

/** Everyone sends one thing after the other, some of it to two servers, and again what was not answered for good. */
function sendAll(parts: {
  chance: Chance;
  scene: Scene;
  nodes: readonly WovenNode[];
  gate: Gate;
  tally: Tally;
  complain(violation: string): void;
  prefix: string;
}): { sent: Sent[]; isDone(): boolean } {
  const { chance, scene, nodes, gate, tally, complain, prefix } = parts;
  let ids = 0;
  const newId = (what: string) => {
    ids += 1;
    return `${prefix}-${what}-new${ids}`;
  };
  const draw = createActs(chance, scene, newId);
  const sent: Sent[] = [];
  let open = 0;

  async function send(one: Sent, node: WovenNode, own: Chance): Promise<void> {
    const what = `${one.operationId} ${JSON.stringify(one.command)}`;
    let answer: Awaited<ReturnType<WovenNode['dispatch']>>;
    for (let tries = 1; ; tries += 1) {
      let asked: ReturnType<WovenNode['dispatch']> | undefined;
      const step = { who: one.by, what: `sends ${node.name} ${what}`, isArrival: true };
      await gate.hold(step, async () => {
        asked = node.dispatch(scene.people[one.by], one.operationId, one.command);
      });
      if (!asked) throw new Error('Nothing was sent');
      answer = await asked;
      if (answer.ok || isPermanent(answer.kind)) break;
      tally.retries += 1;
      if (tries > 8) return complain(`${what} is never answered for good: ${answer.message}`);
      node = own.pick(nodes) ?? node;
    }
    one.answers.push(answer);
  }

  for (let count = chance.between(8, 14); count > 0; count -= 1) {
    const one: Sent = { ...draw(), operationId: newId('operation'), answers: [] };
    sent.push(one);
    const targets = chance.is(0.25) ? nodes.slice(0, 2) : nodes.slice((count % nodes.length) - nodes.length);
    for (const node of chance.is(0.75) && targets.length > 1 ? targets.slice(0, 1) : targets) {
      open += 1;
      send(one, node, createChance(chance.between(0, 1_000_000_000)))
        .catch((error: Error) => complain(`${one.command.kind} ${one.operationId} rejects: ${error.stack}`))
        .finally(() => {
          open -= 1;
        });
    }
  }
  return { sent, isDone: () => open === 0 };
}
