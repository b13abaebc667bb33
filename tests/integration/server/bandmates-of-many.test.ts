import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import type { Command } from '../../../protocol/wire/command.ts';
import type { Actor, SocketChange } from '../../../server/commands/handler.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
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
    const changes: SocketChange[] = [];
    dispatcher.onCommitted((commit) => changes.push(...commit.changes));
    const people = Array.from({ length: count }, (_, index) => `p${String(index).padStart(3, '0')}`);
    const rows = people.map((id) => ({
      ...{ id, name: id, email: `${id}@example.com`, emailVerified: 1, image: null, createdAt: at },
      ...{ updatedAt: at, role: 'MEMBER' as const },
    }));
    await db.insertInto('user').values(rows).execute();
    const [first = ''] = people;
    const owner: Actor = { id: first, name: first, avatarUrl: null, email: `${first}@example.com` };
    return {
      people,
      /** How many statements it takes, and who meets or parts. */
      async run(command: Command) {
        changes.length = 0;
        const before = statements;
        const answer = await dispatcher.dispatch(owner, newId(), command);
        if (!answer.ok) throw new Error(answer.message);
        const pairs = changes.flatMap((change) =>
          change.kind === 'met' || change.kind === 'parted'
            ? change.otherIds.map((otherId) => [change.userId, otherId].sort().join(' '))
            : [],
        );
        return { statements: statements - before, pairs: pairs.sort() };
      },
      async makeProject(members: readonly string[]) {
        const id = newId();
        await this.run({ kind: 'project.create', payload: { id, name: 'Choir' } });
        const joined = members.slice(1).map((userId) => ({ projectId: id, userId, joinedAt: at }));
        await db
          .insertInto('member')
          .values(joined.map((row) => ({ ...row, role: 'MEMBER' as const })))
          .execute();
        return id;
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
      expect(deleted.pairs).toHaveLength((size * (size - 1)) / 2);
      expect(restored.pairs).toEqual(deleted.pairs);
      // The notifications of each are removed by a statement of their own.
      counts.push({ deleting: deleted.statements - size, restoring: restored.statements });
    }
    expect(counts[1]).toEqual(counts[0]);
  });

  test.runIf(isHere)('only those part who share no other project', async () => {
    const band = await assemble(4);
    const [ana = '', ben = '', cem = '', dua = ''] = band.people;
    const id = await band.makeProject([ana, ben, cem, dua]);
    await band.makeProject([ana, ben]);
    const pairs = [`${ana} ${cem}`, `${ana} ${dua}`, `${ben} ${cem}`, `${ben} ${dua}`, `${cem} ${dua}`];
    expect((await band.run({ kind: 'project.delete', payload: { id } })).pairs).toEqual(pairs);
    expect((await band.run({ kind: 'project.restore', payload: { id } })).pairs).toEqual(pairs);
  });
});
