import { join } from 'node:path';
import pino from 'pino';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { createNodes } from '../../../server/nodes/nodes.ts';
import { onOneNode, sweepRegularly } from '../../../server/sweeping.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { placeFreshDatabase } from '../../helpers/fresh-database.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';
import { until } from '../../helpers/until.ts';

const log = pino({ level: 'silent' });

/** Two nodes on one database. Each beats when the test says so. */
async function openNodes() {
  const folder = await temporaryFolder('bandmate-leases');
  await placeFreshDatabase(folder);
  const db = await openDatabase(join(folder, 'bandmate.sqlite'));
  disposeLater(() => db.destroy());
  const rows = () => db.selectFrom('node').selectAll().execute();
  async function open(name: string) {
    const clock = createMovedClock();
    const nodes = createNodes({
      ...{ db, name, log, secretFingerprint: 'the same' },
      environment: { clock, newId, random: Math.random },
    });
    const seen = { lapses: 0, returns: 0 };
    nodes.onLapse(() => {
      seen.lapses += 1;
    });
    nodes.onReturn(() => {
      seen.returns += 1;
    });
    await nodes.ready;
    const beatOf = async () => (await rows()).find(({ id }) => id === nodes.id)?.beat ?? -1;
    async function beat(): Promise<void> {
      const before = await beatOf();
      await until(async () => {
        clock.advance(3_000);
        return (await beatOf()) !== before;
      });
    }
    return { nodes, seen, beat };
  }
  return { db, rows, one: await open('one'), two: await open('two') };
}

test('a job is done by one node, and by another one when that one has lapsed', async () => {
  const { one, two, db } = await openNodes();
  expect([await one.nodes.holds('mail'), await two.nodes.holds('mail')]).toEqual([true, false]);
  expect(await two.nodes.holderOf('mail')).toBe(one.nodes.id);
  await db.insertInto('presence').values({ userId: 'ana', nodeId: one.nodes.id }).execute();
  await until(async () => {
    await two.beat();
    return two.seen.lapses === 1;
  });
  expect(await two.nodes.holds('mail')).toBe(true);
  expect(await db.selectFrom('presence').selectAll().execute()).toEqual([]);
});

test('nodes that go on never lapse, and one that was taken for dead returns', async () => {
  const { one, two, db } = await openNodes();
  for (let round = 0; round < 10; round++) {
    await one.beat();
    await two.beat();
  }
  expect([one.seen, two.seen]).toEqual([
    { lapses: 0, returns: 0 },
    { lapses: 0, returns: 0 },
  ]);
  await db.deleteFrom('node').where('id', '=', one.nodes.id).execute();
  await one.beat();
  await until(() => one.seen.returns === 1);
});

test('sweeps run on one node', async () => {
  const { one, two } = await openNodes();
  const swept: string[] = [];
  const clocks = { isRight: async () => true };
  for (const { nodes } of [one, two]) {
    const sweep = async () => void swept.push(nodes.id);
    disposeLater(sweepRegularly(onOneNode({ nodes, clocks }, 'sweeps', [sweep, sweep]), log));
  }
  await until(() => swept.length === 2);
  expect(new Set(swept).size).toBe(1);
});

test('a sound that one node measures is left alone by the others meanwhile', async () => {
  const { one, two } = await openNodes();
  const done: string[] = [];
  let end = () => {};
  const measuring = one.nodes.once('measure a', async () => {
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    done.push('one');
  });
  await until(async () => (await two.nodes.holderOf('measure a')) === one.nodes.id);
  await two.nodes.once('measure a', async () => void done.push('two'));
  end();
  await measuring;
  expect(done).toEqual(['one']);
  await two.nodes.once('measure a', async () => void done.push('two'));
  expect(done).toEqual(['one', 'two']);
});

test('a node that ends in peace gives back its jobs at once, and keeps its people until it lapses', async () => {
  const { one, two, db } = await openNodes();
  expect(await one.nodes.holds('mail')).toBe(true);
  await db.insertInto('presence').values({ userId: 'ana', nodeId: one.nodes.id }).execute();
  await one.nodes.close();
  expect(await two.nodes.holds('mail')).toBe(true);
  expect(await db.selectFrom('presence').selectAll().execute()).toHaveLength(1);
});
