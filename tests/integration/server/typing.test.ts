import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createSerialQueue } from '../../../common/serial-queue.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { createTyping } from '../../../server/realtime/typing.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';

/** Ada types to Bo and to Cy on a clock that the test moves; `told` is what they hear. */
async function assemble() {
  const db = await openDatabase(join(await temporaryFolder(), 'test.sqlite'));
  disposeLater(() => db.destroy());
  const at = new Date().toISOString();
  for (const id of ['ada', 'bo', 'cy']) {
    const email = `${id}@example.com`;
    const times = { createdAt: at, updatedAt: at };
    await db
      .insertInto('user')
      .values({ id, name: id, email, emailVerified: 0, image: null, role: 'MEMBER', ...times })
      .execute();
  }
  await db
    .insertInto('project')
    .values({ id: 'lp', name: 'LP', description: null, imageSha256: null, createdAt: at, createdBy: 'ada' })
    .execute();
  const member = (userId: string) => ({ projectId: 'lp', userId, role: 'MEMBER' as const, joinedAt: at });
  await db.insertInto('member').values(['ada', 'bo', 'cy'].map(member)).execute();
  const conversation = (secondUserId: string) => ({
    id: `with-${secondUserId}`,
    firstUserId: 'ada',
    secondUserId,
    createdAt: at,
  });
  await db.insertInto('conversation').values(['bo', 'cy'].map(conversation)).execute();
  const clock = createMovedClock();
  const queue = createSerialQueue();
  const told: string[] = [];
  const createTypist = createTyping({
    db,
    queue,
    clock,
    send: (userId, { conversationId, userId: who, isTyping }) => {
      expect(conversationId).toBe(`with-${userId}`);
      told.push(`${userId}: ${who} ${isTyping ? 'types' : 'stopped'}`);
    },
    log: pino({ level: 'silent' }),
  });
  /** Moves the clock, and lets what that began come to its end. */
  const pass = async (milliseconds: number) => {
    await queue.idle();
    await new Promise(setImmediate);
    clock.advance(milliseconds);
    await queue.idle();
    await new Promise(setImmediate);
  };
  return { db, createTypist, told, pass };
}

test('is told at once, again when it is said again, and ends six seconds after it was said last', async () => {
  const { createTypist, told, pass } = await assemble();
  const typist = createTypist('ada');
  typist.signal('with-bo', true);
  await pass(0);
  expect(told).toEqual(['bo: ada types']);
  await pass(4000);
  typist.signal('with-bo', true);
  await pass(5999);
  expect(told).toEqual(['bo: ada types', 'bo: ada types']);
  await pass(1);
  expect(told).toEqual(['bo: ada types', 'bo: ada types', 'bo: ada stopped']);
  await pass(60_000);
  expect(told).toHaveLength(3);
});

test('of a flood the first is told, and then once a second what holds', async () => {
  const { createTypist, told, pass } = await assemble();
  const typist = createTypist('ada');
  typist.signal('with-bo', true);
  await pass(0);
  for (let index = 0; index < 1000; index += 1) {
    typist.signal('with-bo', index % 2 === 0);
    typist.signal('nowhere', true);
    typist.signal('with-bo', true);
  }
  await pass(999);
  expect(told).toEqual(['bo: ada types']);
  typist.signal('with-bo', false);
  await pass(1);
  expect(told).toEqual(['bo: ada types', 'bo: ada stopped']);
  await pass(10_000);
  expect(told).toHaveLength(2);
});

test('goes from one conversation to another: one stops, the other begins', async () => {
  const { createTypist, told, pass } = await assemble();
  const typist = createTypist('ada');
  typist.signal('with-bo', true);
  await pass(2000);
  typist.signal('with-cy', true);
  // What is said of the one that was left means nothing any more.
  typist.signal('with-bo', false);
  await pass(2000);
  expect(told).toEqual(['bo: ada types', 'bo: ada stopped', 'cy: ada types']);
});

test('on two devices stops when both have stopped', async () => {
  const { createTypist, told, pass } = await assemble();
  const [desk, phone] = [createTypist('ada'), createTypist('ada')];
  desk.signal('with-bo', true);
  phone.signal('with-bo', true);
  await pass(2000);
  desk.end();
  await pass(0);
  expect(told).toEqual(['bo: ada types', 'bo: ada types']);
  phone.signal('with-bo', false);
  await pass(0);
  expect(told.at(-1)).toBe('bo: ada stopped');
});

test('ends with the socket, at once and once, also when it goes before anyone was told', async () => {
  const { createTypist, told, pass } = await assemble();
  const typist = createTypist('ada');
  typist.signal('with-bo', true);
  await pass(0);
  typist.end();
  expect(told).toEqual(['bo: ada types', 'bo: ada stopped']);
  await pass(60_000);
  expect(told).toHaveLength(2);
  const hasty = createTypist('ada');
  hasty.signal('with-bo', true);
  hasty.end();
  await pass(60_000);
  expect(told).toHaveLength(2);
});

test('is not told to someone with whom no project is shared, nor in the conversation of others', async () => {
  const { db, createTypist, told, pass } = await assemble();
  createTypist('cy').signal('with-bo', true);
  await pass(10_000);
  const typist = createTypist('ada');
  typist.signal('with-bo', true);
  await pass(2000);
  await db.deleteFrom('member').where('userId', '=', 'bo').execute();
  typist.signal('with-bo', true);
  await pass(2000);
  // Whoever was told of the beginning is told of the end.
  expect(told).toEqual(['bo: ada types']);
  await pass(6000);
  expect(told).toEqual(['bo: ada types', 'bo: ada stopped']);
  typist.signal('with-bo', true);
  await pass(10_000);
  expect(told).toHaveLength(2);
});
