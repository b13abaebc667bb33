import type { Notification } from '../../protocol/wire/notification.ts';
import type { BulkDraft } from '../../server/notifications/draft-notification.ts';
import type { ServerMachine } from './server-machine.ts';
import type { World } from './world.ts';

const leaves = (condition: string) => `delete from simulationHearer where userId = ${condition}`;
const ofProject = (id: string) => `newsId in (select id from simulationNews where projectId = ${id})`;

/**
 * For the harness alone, kept by triggers in the transactions of the server: news that are told after their change, and who
 * must hear them. Not asked for: people who have left, muted or blocked since, and news of things that were deleted, or of
 * a song that was once merged into one that was deleted: they may have gone with that one.
 */
export const newsTables = `
  create table simulationNews (id text primary key, projectId text, actorId text, body text, at text,
    isGone integer not null default 0);
  create table simulationMerged (id text, intoId text);
  create table simulationHearer (newsId text, userId text, primary key (newsId, userId));
  create trigger simulationTell after insert on bulkNotification when new.body is not null begin
    insert into simulationNews (id, projectId, actorId, body, at)
      values (new.id, new.projectId, new.actorId, new.body, new.at);
    insert into simulationHearer select new.id, userId from member
      where projectId = new.projectId and userId != new.actorId and coalesce(level, 'everything') = 'everything'
      and userId not in (select userId from block where blockedId = new.actorId);
  end;
  create trigger simulationLeave after delete on member begin
    ${leaves('old.userId')} and ${ofProject('old.projectId')};
  end;
  create trigger simulationMute after update of level on member when new.level != 'everything' begin
    ${leaves('new.userId')} and ${ofProject('new.projectId')};
  end;
  create trigger simulationBlock after insert on block begin
    ${leaves('new.userId')} and newsId in (select id from simulationNews where actorId = new.blockedId);
  end;
  ${['file', 'comment', 'reply']
    .map(
      (table) => `create trigger simulationLose_${table} after delete on ${table} begin
        update simulationNews set isGone = 1 where instr(body, '"' || old.id || '"') > 0;
      end;`,
    )
    .join('\n')}
  create trigger simulationLose_cut after delete on cut
    when not exists (select 1 from cutAlias where id = old.id) begin
    update simulationNews set isGone = 1 where instr(body, '"' || old.id || '"') > 0
      or exists (select 1 from simulationMerged where intoId = old.id and instr(body, '"' || id || '"') > 0);
  end;
  ${['insert', 'update of cutId']
    .map(
      (change, number) => `create trigger simulationMerge${number} after ${change} on cutAlias begin
        insert into simulationMerged values (new.id, new.cutId);
      end;`,
    )
    .join('\n')}
`;

/** Whether somebody is still to be told something. */
export function hasNewsToTell(server: ServerMachine): boolean {
  return server.database().prepare('select 1 from bulkNotification').get() !== undefined;
}

type News = { id: string; body: string; at: string; isGone: number };

/** Everybody has heard all such news that they must hear, once, and no notification leads to something that is gone. */
export function checkNews(world: World, server: ServerMachine): void {
  const sqlite = server.database();
  if (hasNewsToTell(server)) world.complain('somebody is still to be told something');
  const told = sqlite
    .prepare('select userId, body from notification')
    .all()
    .map((row) => {
      const { userId, body } = row as { userId: string; body: string };
      return `${userId} ${keyOf(JSON.parse(body))}`;
    });
  const counts = Map.groupBy(told, (key) => key);
  const hearers = sqlite.prepare('select userId from simulationHearer where newsId = ?').pluck();
  const people = sqlite.prepare('select id from user').pluck().all() as string[];
  const all = sqlite.prepare('select id, body, at, isGone from simulationNews').all() as News[];
  for (const { id, body, at, isGone } of all) {
    world.tally.bulkNews += 1;
    const drafts = JSON.parse(body) as BulkDraft[];
    const countOf = (userId: string) =>
      drafts.flatMap((draft) => counts.get(`${userId} ${keyOf({ ...draft, createdAt: at })}`) ?? []).length;
    for (const userId of people) {
      if (countOf(userId) > 1) world.complain(`${userId} was told twice: ${body}`);
    }
    if (isGone === 1) continue;
    for (const userId of hearers.all(id) as string[]) {
      const isMeant = drafts.some(({ to }) => to === null || to.includes(userId));
      if (isMeant && countOf(userId) === 0) world.complain(`${userId} was never told: ${body}`);
    }
  }
  const astray =
    'select count(*) from notification where cutId is not null and cutId not in (select id from cut)';
  if (sqlite.prepare(astray).pluck().get() !== 0)
    world.complain('a notification leads to a song that is gone');
}

/** The parts of a notification that stay the same wherever its thing moves. */
function keyOf({ type, title, message, createdAt, link }: Omit<Notification, 'id' | 'isRead'>): string {
  const { fileId, commentId, replyId, messageId } = link;
  return JSON.stringify([type, title, message, createdAt, fileId, commentId, replyId, messageId]);
}
