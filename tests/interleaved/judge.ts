import { type Kysely, sql } from 'kysely';
import { applyProjectEvent } from '../../protocol/state/project-state.ts';
import { hashProject } from '../../protocol/state/state-hash.ts';
import { isLoggedEventName, type NamedEvent } from '../../protocol/wire/event.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import type { Answer } from '../../server/commands/operations.ts';
import type { Database } from '../../server/db/schema.ts';
import { readSnapshot } from '../../server/entities/project.ts';
import type { Drawn } from './acts.ts';
import type { WovenNode } from './node.ts';
import type { Scene } from './scene.ts';

/** An operation, and the answers to each time it was sent until one was final. */
export type Sent = Drawn & { operationId: string; answers: Answer<unknown>[] };

export type Judged = {
  db: Kysely<Database>;
  prefix: string;
  scene: Scene;
  sent: readonly Sent[];
  nodes: readonly WovenNode[];
  complain(violation: string): void;
};

type Logged = { topic: string; seq: number; name: string; payload: string };

/** The rules that must hold once everything is answered. */
export async function judge(judged: Judged): Promise<void> {
  const { db, prefix } = judged;
  const like = [`user:${prefix}-%`, `project:${prefix}-%`] as const;
  const log = await db
    .selectFrom('event')
    .select(['topic', 'seq', 'name', 'payload'])
    .where((eb) => eb.or(like.map((pattern) => eb('topic', 'like', pattern))))
    .orderBy('topic')
    .orderBy('seq')
    .execute();
  const byTopic = Map.groupBy(log, ({ topic }) => topic);
  await checkEffects(judged);
  await checkLog(judged, byTopic);
  checkAnnounced(judged);
  for (const snapshot of judged.scene.before) await checkReplay(judged, snapshot, byTopic);
  checkRemoved(judged, byTopic);
  await checkTables(judged);
}

/** Answered alike wherever it was sent; applied once, or refused and not applied. */
async function checkEffects({ db, sent, complain }: Judged): Promise<void> {
  const ids = sent.map(({ operationId }) => operationId);
  const query = sql<{ operationId: string; count: number }>`select "operationId", count(*) as count
    from "wovenEffect" where "operationId" = any(${ids}) group by 1`;
  const counts = new Map((await query.execute(db)).rows.map((row) => [row.operationId, row.count]));
  for (const { operationId, command, answers } of sent) {
    const name = `${command.kind} ${operationId}`;
    const texts = new Set(answers.map((answer) => JSON.stringify(answer)));
    if (texts.size > 1) complain(`${name} was answered ${[...texts].join(' and ')}`);
    const count = counts.get(operationId) ?? 0;
    const isDone = answers[0]?.ok === true;
    if (count !== (isDone ? 1 : 0))
      complain(`${name} was ${isDone ? 'done' : 'refused'} and had ${count} effects`);
  }
}

/** Each topic counts up to its head without a gap or a double. A project that is deleted loses what it has. */
async function checkLog({ db, complain }: Judged, byTopic: Map<string, Logged[]>): Promise<void> {
  const topics = [...byTopic.keys()];
  const heads = await db.selectFrom('topicHead').selectAll().where('topic', 'in', topics).execute();
  const headOf = new Map(heads.map(({ topic, seq }) => [topic, seq]));
  for (const [topic, events] of byTopic) {
    const first = events[0]?.seq ?? 1;
    const isDense = events.every(({ seq }, index) => seq === first + index);
    const isWhole = first === 1 || events.some(({ name }) => /^project:(?:deleted|restored)$/.test(name));
    if (!isDense || !isWhole || headOf.get(topic) !== events.at(-1)?.seq)
      complain(
        `the log of ${topic} has ${events.map(({ seq }) => seq).join()}, its head is ${headOf.get(topic)}`,
      );
  }
}

/** Nobody announces what another did, or a topic's events out of order. */
function checkAnnounced({ nodes, complain }: Judged): void {
  const seen = new Set<string>();
  for (const { name, announced } of nodes) {
    const last = new Map<string, number>();
    for (const { topic, seq } of announced) {
      const key = `${topic} ${seq}`;
      if (seen.has(key)) complain(`${key} was announced twice`);
      if (seq <= (last.get(topic) ?? 0)) complain(`${name} announced ${key} after ${last.get(topic)}`);
      seen.add(key);
      last.set(topic, seq);
    }
  }
}

/** The log leads from a project as it was to what the tables have. */
async function checkReplay(
  { db, scene, complain }: Judged,
  before: ProjectSnapshot,
  byTopic: Map<string, Logged[]>,
): Promise<void> {
  const events = (byTopic.get(projectTopic(before.id)) ?? []).filter(({ seq }) => seq > before.seq);
  // Then a client reads it again.
  const isCutOff = events[0] !== undefined && events[0].seq > before.seq + 1;
  if (isCutOff || events.some(({ name }) => name === 'project:deleted')) return;
  let replayed = before;
  for (const { name, payload, seq } of events) {
    if (!isLoggedEventName(name)) return complain(`${name} is no event`);
    replayed = { ...applyProjectEvent(replayed, { name, payload: JSON.parse(payload) } as NamedEvent), seq };
  }
  const there = await readSnapshot(db, scene.people.ana.id, before.id);
  if (!there || hashProject(there) !== hashProject(replayed))
    complain(`the log leads to ${JSON.stringify(replayed)} instead of ${JSON.stringify(there)}`);
}

/** Nobody changes a project between leaving it and joining it. */
function checkRemoved({ sent, scene, complain }: Judged, byTopic: Map<string, Logged[]>): void {
  for (const { by, command, answers, operationId } of sent) {
    const [answer] = answers;
    if (!answer?.ok || command.kind === 'member.remove') continue;
    for (const { topic, seq } of answer.positions ?? []) {
      const before = (byTopic.get(topic) ?? []).filter((event) => event.seq <= seq);
      const [userId, last] = [scene.people[by].id, before.findLast(concerns(scene.people[by].id))];
      if (last?.name === 'member:left')
        complain(
          `${command.kind} ${operationId} of ${userId} is ${topic} ${seq}, after they left at ${last.seq}`,
        );
    }
  }
}

const concerns = (userId: string) => (event: Logged) =>
  (event.name === 'member:left' && JSON.parse(event.payload).userId === userId) ||
  (event.name === 'member:joined' && JSON.parse(event.payload).user.id === userId);

/** Places are given once, and two people have one conversation. */
async function checkTables({ db, scene, prefix, complain }: Judged): Promise<void> {
  const vibes = await db
    .selectFrom('vibe')
    .select(['projectId', 'rank'])
    .where('projectId', 'in', scene.projects)
    .execute();
  const places = vibes.map(({ projectId, rank }) => `${projectId} ${rank}`);
  if (new Set(places).size < places.length) complain(`two vibes have one place: ${places.join()}`);
  const talks = await db
    .selectFrom('conversation')
    .select(['firstUserId', 'secondUserId'])
    .where('firstUserId', 'like', `${prefix}-%`)
    .execute();
  const pairs = talks.map(({ firstUserId, secondUserId }) => [firstUserId, secondUserId].sort().join());
  if (new Set(pairs).size < pairs.length) complain(`two people have two conversations: ${pairs.join(' ')}`);
}
