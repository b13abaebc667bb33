import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createSerialQueue } from '../../../common/serial-queue.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { createTyping } from '../../../server/realtime/typing.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';

/** Ada types to Bo and to Cy on a clock that the test moves; `sent` is what they receive. */
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
  const sent: string[] = [];
  const createTypist = createTyping({
    db,
    queue,
    clock,
    send: (userId, { conversationId, userId: who, isTyping }) => {
      expect(conversationId).toBe(`with-${userId}`);
      sent.push(`${userId}: ${who} ${isTyping ? 'types' : 'stopped'}`);
    },
    log: pino({ level: 'silent' }),
  });
  /** Moves the clock, and waits until everything it started is done. */
  const pass = async (milliseconds: number) => {
    await queue.idle();
    await new Promise(setImmediate);
    clock.advance(milliseconds);
    await queue.idle();
    await new Promise(setImmediate);
  };
  return { db, createTypist, sent, pass };
}

test('is sent at once and with every later signal, and ends six seconds after the last one', async () => {
  const { createTypist, sent, pass } = await assemble();
  const typist = createTypist('ada');
  typist.signal('with-bo', true);
  await pass(0);
  expect(sent).toEqual(['bo: ada types']);
  await pass(4000);
  typist.signal('with-bo', true);
  await pass(5999);
  expect(sent).toEqual(['bo: ada types', 'bo: ada types']);
  await pass(1);
  expect(sent).toEqual(['bo: ada types', 'bo: ada types', 'bo: ada stopped']);
  await pass(60_000);
  expect(sent).toHaveLength(3);
});

test('of a flood, sends the first signal and then the current state once a second', async () => {
  const { createTypist, sent, pass } = await assemble();
  const typist = createTypist('ada');
  typist.signal('with-bo', true);
  await pass(0);
  for (let index = 0; index < 1000; index += 1) {
    typist.signal('with-bo', index % 2 === 0);
    typist.signal('nowhere', true);
    typist.signal('with-bo', true);
  }
  await pass(999);
  expect(sent).toEqual(['bo: ada types']);
  typist.signal('with-bo', false);
  await pass(1);
  expect(sent).toEqual(['bo: ada types', 'bo: ada stopped']);
  await pass(10_000);
  expect(sent).toHaveLength(2);
});

test('moves from one conversation to another: one stops, the other begins', async () => {
  const { createTypist, sent, pass } = await assemble();
  const typist = createTypist('ada');
  typist.signal('with-bo', true);
  await pass(2000);
  typist.signal('with-cy', true);
  // Signals about the conversation that was left are ignored.
  typist.signal('with-bo', false);
  await pass(2000);
  expect(sent).toEqual(['bo: ada types', 'bo: ada stopped', 'cy: ada types']);
});

test('on two devices stops when both have stopped', async () => {
  const { createTypist, sent, pass } = await assemble();
  const [desk, phone] = [createTypist('ada'), createTypist('ada')];
  desk.signal('with-bo', true);
  phone.signal('with-bo', true);
  await pass(2000);
  desk.end();
  await pass(0);
  expect(sent).toEqual(['bo: ada types', 'bo: ada types']);
  phone.signal('with-bo', false);
  await pass(0);
  expect(sent.at(-1)).toBe('bo: ada stopped');
});

test('ends with the socket, at once and once, even if it disconnects before anything was sent', async () => {
  const { createTypist, sent, pass } = await assemble();
  const typist = createTypist('ada');
  typist.signal('with-bo', true);
  await pass(0);
  typist.end();
  expect(sent).toEqual(['bo: ada types', 'bo: ada stopped']);
  await pass(60_000);
  expect(sent).toHaveLength(2);
  const hasty = createTypist('ada');
  hasty.signal('with-bo', true);
  hasty.end();
  await pass(60_000);
  expect(sent).toHaveLength(2);
});

test('isn’t sent to someone with whom no project is shared, nor in other people’s conversations', async () => {
  const { db, createTypist, sent, pass } = await assemble();
  createTypist('cy').signal('with-bo', true);
  await pass(10_000);
  const typist = createTypist('ada');
  typist.signal('with-bo', true);
  await pass(2000);
  await db.deleteFrom('member').where('userId', '=', 'bo').execute();
  typist.signal('with-bo', true);
  await pass(2000);
  // Everyone who got the beginning gets the end.
  expect(sent).toEqual(['bo: ada types']);
  await pass(6000);
  expect(sent).toEqual(['bo: ada types', 'bo: ada stopped']);
  typist.signal('with-bo', true);
  await pass(10_000);
  expect(sent).toHaveLength(2);
});
