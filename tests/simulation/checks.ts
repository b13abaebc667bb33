import type { Kysely } from 'kysely';
import type { ClientAccount } from '../../client/account/create-account.ts';
import type { Conversation } from '../../protocol/wire/chat.ts';
import { projectTopic, type Topic, userTopic } from '../../protocol/wire/topic.ts';
import type { Database } from '../../server/db/schema.ts';
import { readAttention } from '../../server/entities/attention.ts';
import { readComments } from '../../server/entities/comment.ts';
import { readConversations } from '../../server/entities/conversation.ts';
import { readMessages } from '../../server/entities/message.ts';
import { readNotifications } from '../../server/entities/notification.ts';
import { readProjects, readSnapshot } from '../../server/entities/project.ts';
import { readEpoch, readHead } from '../../server/events/log.ts';
import type { Member } from './member.ts';
import type { ServerMachine } from './server-machine.ts';
import { canonical } from './truth.ts';
import type { World } from './world.ts';

/** Whether nothing is pending and the log was followed to its end, so that a full comparison makes sense. */
export async function isThrough(server: ServerMachine, member: Member): Promise<boolean> {
  const account = member.current()?.account;
  if (!account) return false;
  const waiting = account.outbox.list().filter(({ state }) => state.kind !== 'refused');
  if (waiting.length > 0 || account.outbox.listMarks().length > 0) return false;
  if (confirmedIn(account).length > 0) return false;
  const db = server.beside();
  const projects = await readProjects(db, member.name);
  const topics = [userTopic(member.name), ...projects.map(({ id }) => projectTopic(id))];
  for (const topic of topics) {
    const here = account.cache.readCursor(topic);
    const there = await placeOf(db, topic);
    if (here?.seq !== there.seq || here.epoch !== there.epoch) return false;
  }
  return true;
}

/** Confirmed operations that are still shown on top of the cache. */
function confirmedIn({ outbox }: ClientAccount) {
  return outbox.listShown().filter(({ state }) => state.kind === 'confirmed');
}

/** The differences between a member's app and the server, as sentences; none if they are equal. */
export async function differences(server: ServerMachine, member: Member): Promise<string[]> {
  const client = member.current();
  if (!client) return [`${member.name} is not running`];
  const { account } = client;
  const { cache } = account;
  const db = server.beside();
  const found: string[] = [];
  const same = (what: string, here: unknown, there: unknown) => {
    const [ours, theirs] = [canonical(here) ?? 'nothing', canonical(there) ?? 'nothing'];
    if (ours === theirs) return;
    const from = Math.max(0, [...ours].findIndex((character, index) => character !== theirs[index]) - 60);
    found.push(`${member.name} ${what}: ${shorten(ours, from)} instead of ${shorten(theirs, from)}`);
  };

  const waiting = account.outbox.list().filter(({ state }) => state.kind !== 'refused');
  same('waits with', [...waiting, ...account.outbox.listMarks()], []);
  same('still shows as confirmed', confirmedIn(account), []);
  const projects = await readProjects(db, member.name);
  same('lists projects', cache.listProjects(), projects);
  for (const { id } of projects) {
    same(`project ${id}`, cache.readProject(id), await readSnapshot(db, member.name, id));
    same(`cursor of ${id}`, cache.readCursor(projectTopic(id)), await placeOf(db, projectTopic(id)));
    for (const cut of cache.readProject(id)?.vibes.flatMap(({ cuts }) => cuts) ?? []) {
      const held = cache.comments.read(cut.id);
      const comments = await readComments(db, { cutId: cut.id });
      if (held) same(`comments of ${cut.id}`, held, { comments, isStale: false });
    }
  }
  same(
    'cursor of its own',
    cache.readCursor(userTopic(member.name)),
    await placeOf(db, userTopic(member.name)),
  );
  const told = await readNotifications(db, member.name, { limit: 200 });
  same('notifications', account.inbox.notifications(), told);
  const { projects: attentions, quietHours } = await readAttention(db, member.name);
  const attended = account.inbox.attention();
  same('quiet hours', attended.quietHours, quietHours);
  for (const attention of attentions) {
    const held = attended.projects.find(({ projectId }) => projectId === attention.projectId);
    // Nothing was announced of a project that was joined since and in whose room nobody wrote.
    const quiet = { ...attention, level: 'everything', unreadCount: 0, unreadMentions: 0 };
    same(`attention of ${attention.projectId}`, held ?? quiet, attention);
  }
  const conversations = await readConversations(db, member.name);
  same('conversations', writtenIn(account.inbox.conversations()), writtenIn(conversations));
  for (const { id } of conversations) {
    const all = await readMessages(db, id, { limit: 1_000 });
    const { messages } = cache.inbox.listMessages(id, { limit: 1_000 });
    same(`messages of ${id}`, messages, all.slice(all.length - messages.length));
  }
  same('activities', cache.activities.list(null, 1_000), await readActivities(db, member.name));
  return found;
}

/**
 * Not compared: conversations without a message and partial readings, which are announced to nobody; and `seq`, which
 * is the position of the reading and not its content.
 */
function writtenIn(conversations: readonly Conversation[]) {
  return conversations
    .filter(({ lastMessage }) => lastMessage !== null)
    .map(({ seq: _seq, readBy, ...conversation }) => ({
      ...conversation,
      readAllBy: readBy.filter(({ messageId }) => messageId === conversation.lastMessage?.id),
    }));
}

async function placeOf(db: Kysely<Database>, topic: Topic) {
  return { epoch: await readEpoch(db), seq: await readHead(db, topic) };
}

async function readActivities(db: Kysely<Database>, userId: string): Promise<unknown[]> {
  const rows = await db
    .selectFrom('activity')
    .innerJoin('member', 'member.projectId', 'activity.projectId')
    .leftJoin('activityDismissal', (join) =>
      join
        .onRef('activityDismissal.activityId', '=', 'activity.id')
        .on('activityDismissal.userId', '=', userId),
    )
    .where('member.userId', '=', userId)
    .where('activityDismissal.activityId', 'is', null)
    .select('activity.body')
    .orderBy('activity.id', 'desc')
    .execute();
  return rows.map(({ body }) => JSON.parse(body));
}

/** Every operation had exactly one effect or one visible refusal, in order for each ordering key. */
export function checkOperations(world: World, server: ServerMachine): void {
  const effects = server
    .database()
    .prepare('select number, operationId from simulationEffect order by number')
    .all() as { number: number; operationId: string }[];
  const counts = Map.groupBy(effects, ({ operationId }) => operationId);
  const lastRanks = new Map<string, number>();
  for (const entry of world.ledger.entries()) {
    const { operationId, kind, member, isRefused, isConfirmed, isWithdrawn, isReadMark, isHeld } = entry;
    const count = counts.get(operationId)?.length ?? 0;
    const isLost = server.lostByRestore.has(operationId);
    const name = `${kind} ${operationId} of ${member}`;
    if (count > 1) world.complain(`${name} had ${count} effects`);
    if (count > 0 && isRefused) world.complain(`${name} had an effect and was refused`);
    if (isConfirmed && isRefused) world.complain(`${name} was confirmed and refused`);
    if (count === 0 && isConfirmed && !isLost) world.complain(`${name} was confirmed and had no effect`);
    if (count > 0 || isRefused || isWithdrawn || isReadMark || isLost || isHeld) continue;
    if (entry.isUntold) world.tally.untold += 1;
    else world.complain(`${name} has vanished`);
  }
  const entries = new Map([...world.ledger.entries()].map((entry) => [entry.operationId, entry]));
  for (const { operationId } of effects) {
    const entry = entries.get(operationId);
    if (!entry || entry.isWithdrawn || entry.isAgain) continue;
    const key = `${entry.member} ${entry.orderingKey}`;
    const before = lastRanks.get(key) ?? 0;
    if (entry.number < before)
      world.complain(`${entry.kind} ${operationId} of ${key} came after a later one`);
    lastRanks.set(key, Math.max(before, entry.number));
  }
}

/** Each topic's log counts up to its head without gaps. */
export function checkLog(world: World, server: ServerMachine): void {
  const rows = server
    .database()
    .prepare(
      `select topicHead.topic, head, count(event.seq) as count, min(event.seq) as first, max(event.seq) as last
       from (select topic, seq as head from topicHead) as topicHead left join event using (topic) group by 1`,
    )
    .all() as { topic: string; head: number; count: number; first: number | null; last: number | null }[];
  for (const { topic, head, count, first, last } of rows) {
    if (first === null || last === null) continue;
    if (last !== head || count !== last - first + 1) world.complain(`the log of ${topic} has a gap`);
  }
}

function shorten(text: string, from: number): string {
  const part = text.slice(from, from + 200);
  return `${from > 0 ? '…' : ''}${part}${from + 200 < text.length ? '…' : ''}`;
}
