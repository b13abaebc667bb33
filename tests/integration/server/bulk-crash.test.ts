import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import SQLite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { createProject, registerUser, request } from '../../helpers/server.ts';
import { addressOf, runServer } from '../../helpers/server-process.ts';
import { until } from '../../helpers/until.ts';

const many = 2_000;

const sqliteModule = import.meta.resolve('better-sqlite3');

/** Kills the process within the transaction of the page of that number, after the page was written. */
const killsItself = `
  import SQLite from '${sqliteModule}';
  const { prepare } = SQLite.prototype;
  let pages = 0;
  SQLite.prototype.prepare = function (text) {
    const statement = prepare.call(this, text);
    if (!text.startsWith('insert into "event"')) return statement;
    for (const method of ['run', 'all']) {
      const inner = statement[method];
      statement[method] = (...values) => {
        const result = inner.apply(statement, values);
        const isPage = JSON.stringify(values).includes('notification:new');
        if (isPage && ++pages === Number(process.env.KILL_AT)) process.kill(process.pid, 'SIGKILL');
        return result;
      };
    }
    return statement;
  };
`;

test('kill -9 among the pages of news for 2,000 people: each is notified once in the end', async () => {
  const dataDirectory = await temporaryFolder();
  const killing = join(await temporaryFolder(), 'killing.mjs');
  await writeFile(killing, killsItself);
  const run = (killAt: number) =>
    runServer({ DATA_DIR: dataDirectory, KILL_AT: `${killAt}` }, ['--import', pathToFileURL(killing).href]);
  const server = run(0);
  const ada = await registerUser(await addressOf(server));
  const projectId = await createProject(ada);
  const { id: vibeId } = await ada.command('vibe.create', { id: newId(), projectId, name: 'Song' });
  server.process.kill('SIGTERM');
  await server.ended;
  const sqlite = new SQLite(join(dataDirectory, 'bandmate.sqlite'));
  disposeLater(() => void sqlite.close());
  const addPeople = sqlite.prepare(`
    with recursive number(n) as (select 1 union all select n + 1 from number where n < ${many})
    insert into user (id, name, email, emailVerified, role, createdAt, updatedAt)
    select 'singer-' || n, 'Singer', n || '@example.com', 1, 'MEMBER', ?, ? from number`);
  const at = new Date().toISOString();
  addPeople.run(at, at);
  sqlite
    .prepare(`insert into member (projectId, userId, role, joinedAt)
      select ?, id, 'MEMBER', ? from user where id like 'singer-%'`)
    .run(projectId, at);
  const count = (query: string) => sqlite.prepare(query).pluck().get() as number;
  const told = () => count("select count(*) from notification where userId like 'singer-%'");
  const left = () => count('select count(*) from bulkNotification');
  const first = run(4);
  const payload = { id: newId(), vibeId, name: 'Mix' };
  const operations = [{ operationId: newId(), kind: 'cut.create', payload }];
  const { cookie } = ada;
  const { body } = await request(await addressOf(first), 'POST', '/api/commands', { operations }, { cookie });
  expect(body.answers).toMatchObject([{ ok: true }]);
  await first.ended;
  // Three pages, one of them with Ada. What was written of the fourth is gone, with the place where it ends.
  expect({ told: told(), left: left() }).toEqual({ told: 299, left: 1 });
  await run(6).ended;
  expect({ told: told(), left: left() }).toEqual({ told: 799, left: 1 });

  run(0);
  await until(() => left() === 0, { what: 'everybody to be notified' });
  expect(told()).toBe(many);
  expect(count('select count(distinct userId) from notification')).toBe(many);
  const events = "select count(*) from event where name = 'notification:new' and topic like 'user:singer-%'";
  expect(count(events)).toBe(many);
  expect(count("select count(*) from topicHead where topic like 'user:singer-%' and seq = 1")).toBe(many);
});
