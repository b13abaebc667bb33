import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { type AttemptStore, createLocalAttempts } from '../../../server/attempts/attempt-store.ts';
import { createSharedAttempts, removeExpiredAttempts } from '../../../server/attempts/shared-attempts.ts';
import { createAttemptLimiter } from '../../../server/auth/attempt-limiter.ts';
import { createSlowDown, type Turn } from '../../../server/auth/slow-down.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { freshPostgresDatabase, hasPostgres, sharedPostgres, withClient } from '../../helpers/postgres.ts';
import { until } from '../../helpers/until.ts';

/** Opens the store of that name, as two servers have it. A server that is alone has one. */
type OpenStores = (name: string) => [AttemptStore, AttemptStore];

async function openOnPostgres() {
  const url = await freshPostgresDatabase(await sharedPostgres());
  const open = async () => {
    const db = await openDatabase(url);
    disposeLater(() => db.destroy());
    return { db, stores: createSharedAttempts(db) };
  };
  const [one, two] = [await open(), await open()];
  const stores: OpenStores = (name) => [one.stores(name), two.stores(name)];
  return { url, db: one.db, stores };
}

const kinds: { name: string; isHere: boolean; open(): Promise<OpenStores> }[] = [
  {
    name: 'in memory',
    isHere: true,
    async open() {
      const stores = createLocalAttempts(systemClock.monotonic);
      return (name) => {
        const store = stores(name);
        return [store, store];
      };
    },
  },
  { name: 'of two servers', isHere: hasPostgres, open: async () => (await openOnPostgres()).stores },
];

const hour = 60 * 60_000;

for (const { name, isHere, open } of kinds) {
  describe.runIf(isHere)(`attempts counted ${name}`, () => {
    const limitersOf = async (maximum: number, windowMilliseconds = hour) =>
      (await open())('guesses').map((store) =>
        createAttemptLimiter(store, { maximum, windowMilliseconds }),
      ) as [ReturnType<typeof createAttemptLimiter>, ReturnType<typeof createAttemptLimiter>];

    it('are as many as are allowed for each key, wherever they are made', async () => {
      const [one, two] = await limitersOf(3);
      expect([await one.begin('a'), await two.begin('a'), await one.begin('a')]).toEqual([null, null, null]);
      for (const limiter of [one, two]) {
        const wait = await limiter.begin('a');
        expect(wait).toBeGreaterThan(3_500);
        expect(wait).toBeLessThanOrEqual(3_600);
      }
      expect(await two.begin('b')).toBe(null);
    });

    it('are as many as are allowed when all are made at once', async () => {
      const limiters = await limitersOf(5);
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, index) => limiters[index % 2 === 0 ? 0 : 1].begin('a')),
      );
      expect(answers.filter((answer) => answer === null)).toHaveLength(5);
    });

    it('are taken back one by one', async () => {
      const [one, two] = await limitersOf(2);
      await one.begin('a');
      await one.begin('a');
      await two.forgive('a');
      expect([await one.begin('a'), (await two.begin('a')) !== null]).toEqual([null, true]);
    });

    it('count again when the window is over', async () => {
      const [one, two] = await limitersOf(1, 400);
      await one.begin('a');
      expect(await two.begin('a')).toBe(1);
      await until(async () => (await two.begin('a')) === null);
    });

    it('of one name are not those of another', async () => {
      const stores = await open();
      const limiterOf = (kind: string) =>
        createAttemptLimiter(stores(kind)[0], { maximum: 1, windowMilliseconds: hour });
      expect([await limiterOf('guesses').begin('a'), await limiterOf('exports').begin('a')]).toEqual([
        null,
        null,
      ]);
    });

    it('are spaced further and further apart, and not after they were forgiven', async () => {
      const [one, two] = (await open())('passwords').map(createSlowDown) as [
        ReturnType<typeof createSlowDown>,
        ReturnType<typeof createSlowDown>,
      ];
      const pace = { maximum: 2, windowMilliseconds: hour, mostMilliseconds: 15_000 };
      const turn: Turn = { key: 'ana', pace };
      const other: Turn = { key: 'ben', pace };
      expect([await one.begin([turn], 0), await two.begin([turn], 0)]).toEqual([0, 0]);
      const first = await one.begin([turn, other], 5_000);
      const second = await two.begin([turn, other], 5_000);
      expect(first).toBeGreaterThan(0);
      expect(first).toBeLessThanOrEqual(1_000);
      expect(second).toBeGreaterThan(first);
      const third = await one.begin([turn, other], 100);
      expect(third).toBeGreaterThan(second);
      // One that waits too long isn't counted.
      const again = await two.begin([turn, other], 100);
      expect(again).toBeLessThanOrEqual(third);
      await two.forgive([turn, other], turn);
      expect(await one.begin([turn], 0)).toBe(0);
    });
  });
}

describe.runIf(hasPostgres)('attempts in the database', () => {
  it('are there by hashes of their keys, and go when no limit looks at them any more', async () => {
    const { url, db, stores } = await openOnPostgres();
    const limiter = createAttemptLimiter(stores('guesses')[0], { maximum: 1, windowMilliseconds: hour });
    await limiter.begin('ana@example.com');
    const rows = async () => (await withClient(url, (client) => client.query('select * from attempt'))).rows;
    expect(await rows()).toHaveLength(1);
    expect(JSON.stringify(await rows())).not.toContain('ana');
    await removeExpiredAttempts(db, Date.now());
    expect(await rows()).toHaveLength(1);
    await removeExpiredAttempts(db, Date.now() + hour + 60_000);
    expect(await rows()).toEqual([]);
  });
});
