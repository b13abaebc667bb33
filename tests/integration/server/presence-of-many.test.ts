import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { createSerialQueue } from '../../../common/serial-queue.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { createPresence } from '../../../server/realtime/presence.ts';
import { createLocalRoster } from '../../../server/realtime/roster.ts';
import { fillWithBands } from '../../helpers/bands.ts';
import { bothDatabases } from '../../helpers/both-databases.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { until } from '../../helpers/until.ts';

describe.each(bothDatabases)('people who come at once, on $name', ({ isHere, open }) => {
  test.runIf(isHere)('are announced to those who share a project with them, by few statements', async () => {
    let statements = 0;
    const onStatement = () => {
      statements += 1;
    };
    const db = await openDatabase(await open(), { onStatement });
    disposeLater(() => db.destroy());
    const people = await fillWithBands(db, { people: 45, each: 5 });
    const told: string[] = [];
    const queue = createSerialQueue();
    const presence = createPresence({
      ...{ db, queue, clock: systemClock, graceMilliseconds: 10_000, roster: createLocalRoster() },
      send: (to, { userId, isOnline }) => void told.push(`${to} ${userId} ${isOnline}`),
      log: pino({ level: 'silent' }),
    });
    disposeLater(() => presence.stop());
    const others = people.flatMap(({ id, projectId }) =>
      people
        .filter((other) => other.projectId === projectId && other.id !== id)
        .map((other) => [id, other.id]),
    );
    statements = 0;
    for (const { id } of people) presence.connected(id, `socket of ${id}`);
    await until(() => told.length >= others.length);
    await queue.idle();
    expect(told.toSorted()).toEqual(others.map(([to, userId]) => `${to} ${userId} true`).toSorted());
    expect(statements).toBeLessThanOrEqual(4);

    // Somebody who leaves for good while others come is announced after them.
    told.length = 0;
    const [first, second] = people as [(typeof people)[number], (typeof people)[number]];
    presence.disconnected(first.id, `socket of ${first.id}`, true);
    presence.connected(first.id, `another socket of ${first.id}`);
    await until(() => told.length === 8);
    expect(told.filter((line) => line.startsWith(second.id))).toEqual([
      `${second.id} ${first.id} false`,
      `${second.id} ${first.id} true`,
    ]);
  });
});
