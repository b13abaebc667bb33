import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { hashProject } from '../../../protocol/state/state-hash.ts';
import { projectTopic, userTopic } from '../../../protocol/wire/topic.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { readSnapshot } from '../../../server/entities/project.ts';
import { readEpoch, readHeadsFor } from '../../../server/events/log.ts';
import { createProjectStates } from '../../../server/events/project-states.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { openDispatcher } from '../../helpers/server-parts.ts';

const ana = { id: 'ana', name: 'Ana', email: 'ana@example.com' };

async function assemble() {
  let statements = 0;
  const onStatement = () => {
    statements += 1;
  };
  const db = await openDatabase(join(await temporaryFolder(), 'test.sqlite'), { onStatement });
  disposeLater(() => db.destroy());
  const at = new Date().toISOString();
  await db
    .insertInto('user')
    .values({ ...ana, image: null, emailVerified: 0, role: 'MEMBER', createdAt: at, updatedAt: at })
    .execute();
  const dispatcher = openDispatcher(db);
  const actor = { ...ana, avatarUrl: null };
  const make = async (name: string) => {
    const id = newId();
    await dispatcher.dispatch(actor, newId(), { kind: 'project.create', payload: { id, name } });
    return id;
  };
  const rename = (id: string, name: string) =>
    dispatcher.dispatch(actor, newId(), { kind: 'project.update', payload: { id, name } });
  return { db, make, rename, statements: () => statements };
}

test('the hash of a project is computed once for each position, for members only, and kept for so many', async () => {
  const { db, make, rename } = await assemble();
  const [first, second] = [await make('First'), await make('Second')];
  const states = createProjectStates(db, 1);
  const read = async () => {
    const state = await states(ana.id, first);
    const snapshot = await readSnapshot(db, ana.id, first);
    expect(state).toMatchObject({ seq: snapshot?.seq, hash: snapshot && hashProject(snapshot) });
    return state;
  };
  const before = await read();
  expect(await states(ana.id, first)).toBe(before);
  expect(await states('bo', first)).toBeUndefined();
  await rename(first, 'Renamed');
  const after = await read();
  expect(after?.hash).not.toBe(before?.hash);
  await states(ana.id, second);
  expect(await read()).not.toBe(after);
});

test('the heads of all projects are read with one statement, also of those without events', async () => {
  const { db, make, rename, statements } = await assemble();
  const [first, second] = [await make('First'), await make('Second')];
  await rename(first, 'Renamed');
  await db.deleteFrom('topicHead').where('topic', '=', projectTopic(second)).execute();
  const before = statements();
  const { epoch, heads } = await readHeadsFor(db, ana.id);
  expect(statements()).toBe(before + 1);
  expect(epoch).toBe(await readEpoch(db));
  expect(Object.keys(heads)).toHaveLength(3);
  expect(heads[projectTopic(first)]).toBe((await readSnapshot(db, ana.id, first))?.seq);
  expect(heads[projectTopic(second)]).toBe(0);
  expect(heads[userTopic(ana.id)]).toBeGreaterThan(0);
});
