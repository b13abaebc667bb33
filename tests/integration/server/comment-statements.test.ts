import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import type { Command } from '../../../protocol/wire/command.ts';
import type { Actor } from '../../../server/commands/handler.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { fillWithBands } from '../../helpers/bands.ts';
import { bothDatabases } from '../../helpers/both-databases.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { openDispatcher } from '../../helpers/server-parts.ts';

/** How many statements one comment takes, and sixteen at once. docs/performance.md states them for each comment. */
type Figures = { one: number; sixteen: number };

/** `quiet`: on a cut of one's own. `news`: on the cut of somebody else, who is notified. */
const expected: Record<string, { quiet: Figures; news: Figures }> = {
  SQLite: { quiet: { one: 12, sixteen: 117 }, news: { one: 18, sixteen: 213 } },
  PostgreSQL: { quiet: { one: 16, sixteen: 151 }, news: { one: 22, sixteen: 247 } },
};

describe.each(bothDatabases)('on $name', ({ name, isHere, open }) => {
  test.runIf(isHere)(
    'a comment takes few statements, and fewer where sixteen share a transaction',
    async () => {
      const statements: string[] = [];
      const onStatement = ({ query }: { query: { sql: string } }) => void statements.push(query.sql);
      const db = await openDatabase(await open(), { onStatement });
      disposeLater(() => db.destroy());
      const dispatcher = openDispatcher(db);
      const [owner, other] = await fillWithBands(db, { people: 2, each: 2 });
      if (!(owner && other)) throw new Error('Somebody is missing');
      async function send({ id }: { id: string }, command: Command): Promise<void> {
        const actor: Actor = { id, name: 'Member', avatarUrl: null, email: 'member@bench.example' };
        expect(await dispatcher.dispatch(actor, newId(), command)).toMatchObject({ ok: true });
      }
      const [vibeId, cutId] = [newId(), newId()];
      const { projectId } = owner;
      await send(owner, { kind: 'vibe.create', payload: { id: vibeId, projectId, name: 'Song' } });
      await send(owner, { kind: 'cut.create', payload: { id: cutId, vibeId, name: 'Mix' } });
      const text = 'The bass drops out for a moment.';
      async function countOf(comments: number, by: { id: string }): Promise<number> {
        statements.length = 0;
        await Promise.all(
          Array.from({ length: comments }, (_, timestamp) =>
            send(by, { kind: 'comment.create', payload: { id: newId(), cutId, text, timestamp } }),
          ),
        );
        expect(statements.filter((statement) => statement.startsWith('commit'))).toHaveLength(1);
        return statements.length;
      }
      const figuresOf = async (by: { id: string }): Promise<Figures> => {
        // The first transaction of a kind may begin again, with savepoints or with more locks.
        await countOf(1, by);
        return { one: await countOf(1, by), sixteen: await countOf(16, by) };
      };
      const quiet = await figuresOf(owner);
      expect({ quiet, news: await figuresOf(other) }).toEqual(expected[name]);
    },
  );
});
