import SQLite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { addMember, createProject, registerUser, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

/** Every SQL text that any database of this process runs from now on. */
function hearQueries(): Set<string> {
  const heard = new Set<string>();
  const { prepare } = SQLite.prototype;
  SQLite.prototype.prepare = function (this: SQLite.Database, text: string) {
    heard.add(text);
    return prepare.call(this, text);
  } as typeof prepare;
  disposeLater(() => {
    SQLite.prototype.prepare = prepare;
  });
  return heard;
}

/** Whole tables that may be read, with the reason. */
const maybeRead: [pattern: RegExp, why: string][] = [
  [/^SCAN json_each /, 'these are the people that one message mentions'],
  [/^SCAN CONSTANT ROW — select total_changes\(\)/, 'a figure of the connection, which reads no table'],
  [/^SCAN \d+-ROW VALUES CLAUSE/, 'these are the rows that are inserted'],
  [/^SCAN searchIndexed /, 'it has one row'],
  [/sqlite_master|kysely_migration/, 'the migrations look at the schema when the server starts'],
  [
    /— insert into "user"/,
    'planned for foreign keys that were broken before, which there are none of: never run',
  ],
  [/sqlite_master|pragma_table_info/, 'the tables and columns of the database, of which there are few'],
  [/— delete from "accountToken" where "expiresAt"/, 'the hourly sweep; links live for days at most'],
  [
    /— select "id" from "bulkNotification" order by/,
    'news that are still to be told, of which there are few',
  ],
  [
    / USING (COVERING )?INDEX \S+_not_(measured|copied|compared) — /,
    'the start looks through what may be missing',
  ],
];

test('no request and no sweep reads a whole table, or sorts more than it answers', async () => {
  const server = await startServer();
  const heard = hearQueries();
  const ada = await registerUser(server);
  const bo = await registerUser(server, { name: 'Bo' });
  const projectId = await createProject(ada, [bo]);
  const vibeIds = [newId(), newId()];
  for (const id of vibeIds) await ada.command('vibe.create', { id, projectId, name: id });
  const [vibeId = '', targetVibeId = ''] = vibeIds;
  await ada.command('vibe.update', { id: vibeId, name: 'Song' });
  await ada.command('vibe.reorder', { projectId, vibeIds: vibeIds.toReversed() });
  const cutId = newId();
  await ada.command('cut.create', { id: cutId, vibeId, name: 'Mix' });
  await ada.command('cut.move', { id: cutId, targetVibeId });
  await ada.command('cut.update', { id: cutId, name: 'Mix 2' });
  const { file } = await upload({ server, user: ada }, makeWave(), newCut(projectId), { onlyIfNew: true });
  const commentId = newId();
  await bo.command('comment.create', { id: commentId, cutId, text: 'Louder', timestamp: 1 });
  await bo.command('comment.update', { id: commentId, text: 'Much louder' });
  const replyId = newId();
  await ada.command('reply.create', { id: replyId, commentId, text: 'Yes' });
  const conversationId = newId();
  await ada.command('conversation.open', { id: conversationId, userId: bo.account.id });
  await ada.command('message.send', { id: newId(), conversationId, text: 'Hi' });
  await bo.command('conversation.read', { conversationId });
  await bo.command('notification.readAll', {});
  await ada.request('POST', `/api/files/${file.id}/share`, {});
  const reads = [
    `/api/sync?topic=project:${projectId}&since=0`,
    '/api/sync/heads',
    '/api/projects',
    `/api/projects/${projectId}`,
    `/api/cuts/${cutId}/comments`,
    '/api/notifications',
    '/api/notifications?before=a',
    '/api/activities',
    `/api/activities?projectId=${projectId}`,
    '/api/chat/conversations',
    `/api/chat/conversations/${conversationId}/messages`,
    '/api/presence',
    '/api/search?q=mix',
    '/api/files/storage',
    `/api/files/${file.id}/shares`,
    `/api/files/${file.id}/download`,
    `/api/files/${file.id}/peaks`,
  ];
  for (const path of reads) {
    const { status } = await bo.request('GET', path);
    expect(status, path).toBeLessThan(300);
  }
  await ada.command('reply.delete', { id: replyId });
  await ada.command('comment.delete', { id: commentId });
  await ada.command('file.delete', { id: file.id });
  await ada.command('file.restore', { id: file.id });
  await ada.command('cut.delete', { id: cutId });
  await ada.request('GET', `/api/projects/${projectId}/deleted-cuts`);
  await ada.command('cut.restore', { id: cutId });
  await ada.command('cut.delete', { id: cutId });
  await ada.command('vibe.delete', { id: targetVibeId });
  await ada.request('GET', '/api/deleted');
  await ada.command('vibe.restore', { id: targetVibeId });
  await ada.command('member.remove', { projectId, userId: bo.account.id });
  await addMember(ada, bo, projectId);
  await ada.command('project.delete', { id: projectId });
  await ada.command('project.restore', { id: projectId });
  await server.restart();
  const sweeps = [
    'from "upload" where "state"',
    'from "sweepCandidate"',
    'from "event" where "at"',
    'from "operation" where "at"',
    'from "deletedCut" where "deletedAt"',
  ];
  await until(() => sweeps.every((part) => [...heard].some((text) => text.includes(part))), {
    what: 'the sweeps to have asked what they ask',
  });

  const whole: string[] = [];
  for (const text of heard) {
    if (!/^(select|insert|update|delete|with)\b/i.test(text)) continue;
    const parameters = Array.from({ length: text.split('?').length - 1 }, () => 'x');
    const plan = await server.database.rows(`explain query plan ${text}`, ...parameters);
    // A page that has to be sorted first costs as much as all pages; files of the same bytes are few.
    const isPage = text.includes(' limit ') && !text.includes('"sha256" =');
    const isCostly = (detail: string) => /^SCAN /.test(detail) || (isPage && /TEMP B-TREE/.test(detail));
    for (const { detail } of plan) if (isCostly(detail)) whole.push(`${detail} — ${text}`);
  }
  expect(heard.size).toBeGreaterThan(100);
  expect(whole.filter((line) => !maybeRead.some(([pattern]) => pattern.test(line)))).toEqual([]);
});

test('rows that are deleted with the row they refer to are found by an index', async () => {
  const server = await startServer();
  // Accounts, conversations and messages are never deleted.
  const missing = await server.database.values(`
    select child.name || '.' || key."from" from sqlite_schema as child, pragma_foreign_key_list(child.name) as key
    where child.type = 'table' and key."table" not in ('user', 'conversation', 'message') and not exists (
      select 1 from pragma_index_list(child.name) as list, pragma_index_info(list.name) as info
      where info.seqno = 0 and info.name = key."from")`);
  expect(missing).toEqual([]);
});
