import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import type { Command } from '../../../protocol/wire/command.ts';
import type { Commit } from '../../../server/commands/dispatcher.ts';
import type { Actor } from '../../../server/commands/handler.ts';
import { chunksOf } from '../../../server/db/chunks.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { hintOf } from '../../../server/nodes/delivery.ts';
import { splitHint } from '../../../server/nodes/split-hint.ts';
import { bothDatabases } from '../../helpers/both-databases.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { openDispatcher } from '../../helpers/server-parts.ts';

const at = '2026-03-01T10:00:00.000Z';

describe.each(bothDatabases)('projects of many people on $name', ({ isHere, open }) => {
  /** Projects of the first of these people, with all of them. */
  async function assemble(count: number) {
    let statements = 0;
    const onStatement = () => {
      statements += 1;
    };
    const db = await openDatabase(await open(), { onStatement });
    disposeLater(() => db.destroy());
    const dispatcher = openDispatcher(db);
    const commits: Commit[] = [];
    dispatcher.onCommitted((commit) => void commits.push(commit));
    const people = Array.from({ length: count }, (_, index) => `p${String(index).padStart(4, '0')}`);
    const rows = [...people, 'elsewhere'].map((id) => ({
      ...{ id, name: id, email: `${id}@example.com`, emailVerified: 1, image: null, createdAt: at },
      ...{ updatedAt: at, role: 'MEMBER' as const },
    }));
    for (const chunk of chunksOf(rows)) await db.insertInto('user').values(chunk).execute();
    const [first = ''] = people;
    const owner: Actor = { id: first, name: first, avatarUrl: null, email: `${first}@example.com` };
    return {
      people,
      /** How many statements it takes, what sockets must do, the events, and what other nodes hear of it. */
      async run(command: Command) {
        commits.length = 0;
        const before = statements;
        const answer = await dispatcher.dispatch(owner, newId(), command);
        if (!answer.ok) throw new Error(answer.message);
        const changes = commits.flatMap((commit) => commit.changes);
        const heard = commits.flatMap(({ events }) =>
          events.map(({ topic, event }) => `${topic} ${event.name}`),
        );
        const hints = commits.flatMap((commit) => splitHint(hintOf(commit)));
        return { statements: statements - before, changes, heard, hints };
      },
      async makeProject(members: readonly string[]) {
        const id = newId();
        await this.run({ kind: 'project.create', payload: { id, name: 'Choir' } });
        const joined = members.slice(1).map((userId) => ({ projectId: id, userId, joinedAt: at }));
        for (const chunk of chunksOf(joined.map((row) => ({ ...row, role: 'MEMBER' as const }))))
          await db.insertInto('member').values(chunk).execute();
        return id;
      },
      async notify(projectId: string, userIds: readonly string[]) {
        const news = userIds.map((userId) => ({ userId, id: newId(), projectId, body: '{}' }));
        for (const chunk of chunksOf(news)) await db.insertInto('notification').values(chunk).execute();
      },
      /** The people with a notification of this project. */
      async notified(projectId: string) {
        const query = db.selectFrom('notification').select('userId').where('projectId', '=', projectId);
        return (await query.orderBy('userId').execute()).map(({ userId }) => userId);
      },
    };
  }

  test.runIf(isHere)('deleting and restoring one asks about all of them together', async () => {
    const counts: { deleting: number; restoring: number }[] = [];
    for (const size of [3, 60]) {
      const band = await assemble(size);
      const id = await band.makeProject(band.people);
      const deleted = await band.run({ kind: 'project.delete', payload: { id } });
      const restored = await band.run({ kind: 'project.restore', payload: { id } });
      expect(deleted.changes).toEqual([{ kind: 'close-project', projectId: id }]);
      expect(restored.changes).toEqual([{ kind: 'reopen-project', projectId: id }]);
      counts.push({ deleting: deleted.statements, restoring: restored.statements });
    }
    expect(counts[1]).toEqual(counts[0]);
  });

  test.runIf(isHere)(
    'deleting one takes the notifications about it from everybody, in a few statements',
    async () => {
      const band = await assemble(1_100);
      const [id, other] = [await band.makeProject(band.people), await band.makeProject(band.people)];
      await band.notify(id, band.people);
      await band.notify(other, band.people);
      await band.notify(id, ['elsewhere']);
      const { statements, heard } = await band.run({ kind: 'project.delete', payload: { id } });
      expect(statements).toBeLessThan(30);
      expect(await band.notified(id)).toEqual(['elsewhere']);
      expect(await band.notified(other)).toEqual(band.people);
      // Each hears of it once, in the order in which they joined; its maker joined when the test began.
      const [owner = '', ...others] = band.people;
      expect(heard).toEqual([
        `project:${id} project:deleted`,
        ...[...others, owner].map((userId) => `user:${userId} project:left`),
      ]);
    },
  );

  test.runIf(isHere)('other nodes hear of 2,000 members in a few hints', async () => {
    const band = await assemble(2_000);
    const id = await band.makeProject(band.people);
    for (const kind of ['project.delete', 'project.restore'] as const) {
      const { hints } = await band.run({ kind, payload: { id } });
      expect(hints.length).toBeLessThan(50);
      expect(hints.join('').length).toBeLessThan(200_000);
    }
  });
});
