import { randomUUID } from 'node:crypto';
import pino, { type Logger } from 'pino';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { projectTopic, type Topic, userTopic } from '../../../protocol/wire/topic.ts';
import type { Bus, HeardHint, Hint } from '../../../server/nodes/bus.ts';
import { createLocalBus } from '../../../server/nodes/local-bus.ts';
import { createPostgresBus } from '../../../server/nodes/postgres-bus.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { hasPgbouncer, startPgbouncer } from '../../helpers/pgbouncer.ts';
import { freshPostgresDatabase, hasPostgres, startPostgres, withClient } from '../../helpers/postgres.ts';
import { until } from '../../helpers/until.ts';

type Listening = {
  bus: Bus;
  node: string;
  heard: HeardHint[];
  hints(): Hint[];
  reconnects(): number;
  /** The messages of its log. */
  logged: string[];
};

/** A function that connects nodes to one bus. */
type Connect = (clock?: () => number) => Promise<Listening>;

const kinds: { name: string; isHere: boolean; open(): Promise<{ connect: Connect; url: string }> }[] = [
  {
    name: 'the local bus',
    isHere: true,
    async open() {
      const bus = createLocalBus();
      return { url: '', connect: async (clock) => listen((options) => bus.connect(options), clock) };
    },
  },
  {
    name: 'the bus on PostgreSQL',
    isHere: hasPostgres,
    async open() {
      const url = await freshPostgresDatabase(await startPostgres());
      const connect: Connect = async (clock) => {
        const before = await listeners(url);
        const opened = listenOnPostgres(url, clock);
        await until(async () => (await listeners(url)) > before);
        return opened;
      };
      return { url, connect };
    },
  },
];

const listenOnPostgres = (databaseUrl: string, clock?: () => number) =>
  listen(
    (options) =>
      createPostgresBus({
        ...{ ...options, databaseUrl, timers: systemClock },
        notify: (channel, payload) =>
          withClient(databaseUrl, (client) => client.query('select pg_notify($1, $2)', [channel, payload])),
      }),
    clock,
  );

function listen(
  make: (options: { node: string; clock(): number; log: Logger }) => Bus,
  clock: () => number = () => 1,
): Listening {
  const node = randomUUID();
  const logged: string[] = [];
  const log = pino({}, { write: (line: string) => void logged.push(JSON.parse(line).msg) });
  const bus = make({ node, clock, log });
  disposeLater(bus.close);
  const heard: HeardHint[] = [];
  let reconnects = 0;
  bus.onHint((hint) => void heard.push(hint));
  bus.onReconnect(() => {
    reconnects += 1;
  });
  const hints = () => heard.map(({ hint }) => hint);
  return { bus, node, heard, hints, reconnects: () => reconnects, logged };
}

async function listeners(url: string): Promise<number> {
  const { rows } = await withClient(url, (client) =>
    client.query(
      "select count(*)::int as count from pg_stat_activity where query like 'listen%' and state = 'idle'",
    ),
  );
  return rows[0].count;
}

const ended = (sessionId: string): Hint => ({ kind: 'session-ended', sessionId });

for (const { name, isHere, open } of kinds) {
  describe.runIf(isHere)(name, () => {
    it('carries hints to every other node, in order, with the sender and its clock', async () => {
      const { connect } = await open();
      const [one, two, three] = [await connect(() => 77), await connect(), await connect()];
      const sent = Array.from({ length: 200 }, (_, index) => ended(`${index}`));
      for (const hint of sent) one.bus.publish(hint);
      await until(() => two.heard.length === 200 && three.heard.length === 200);
      expect(two.hints()).toEqual(sent);
      expect(three.hints()).toEqual(sent);
      expect(two.heard[0]).toMatchObject({ from: one.node, clock: 77 });
      expect(one.heard).toEqual([]);
    });

    it('carries what thousands must hear', async () => {
      const { connect } = await open();
      const [one, two] = [await connect(), await connect()];
      const heads = Object.fromEntries(
        Array.from({ length: 3_000 }, (_, index) => [projectTopic(`${randomUUID()}-${index}`), index]),
      );
      const otherIds = Array.from({ length: 2_000 }, () => randomUUID());
      one.bus.publish({ kind: 'committed', heads, changes: [{ kind: 'met', userId: 'ana', otherIds }] });
      one.bus.publish({ kind: 'presence', userIds: otherIds });
      one.bus.publish(ended('last'));
      await until(() => two.hints().some(({ kind }) => kind === 'session-ended'));
      const found: { [topic: string]: number } = {};
      const met: string[] = [];
      const present: string[] = [];
      for (const hint of two.hints()) {
        if (hint.kind === 'presence') present.push(...hint.userIds);
        if (hint.kind !== 'committed') continue;
        Object.assign(found, hint.heads);
        for (const change of hint.changes) if (change.kind === 'met') met.push(...change.otherIds);
      }
      expect(found).toEqual(heads);
      expect(met).toEqual(otherIds);
      expect(present).toEqual(otherIds);
    });

    it('carries the events of a change, those of projects first, and without a gap in a topic', async () => {
      const { connect } = await open();
      const [one, two] = [await connect(), await connect()];
      const event = (topic: Topic, seq: number, bytes: number) => ({
        ...{ name: 'vibe:created', payload: 'é'.repeat(bytes / 2) },
        position: { topic, seq },
      });
      const [ana, ben, song] = [userTopic('ana'), userTopic('ben'), projectTopic('song')];
      const events = [event(ana, 1, 4_000), event(ana, 2, 100), event(ben, 9, 100), event(song, 4, 4_000)];
      const heads = { [ana]: 2, [ben]: 9, [song]: 4 };
      one.bus.publish({ kind: 'committed', heads, changes: [], events });
      await until(() => two.heard.length === 1);
      const [heard] = two.hints() as [Extract<Hint, { kind: 'committed' }>];
      expect(heard.heads).toEqual(heads);
      const carried = heard.events?.map(({ position }) => `${position.topic} ${position.seq}`);
      // A bus within one process has no limit.
      if (name === 'the local bus') expect(heard.events).toEqual(events);
      else expect(carried).toEqual([`${song} 4`, `${ben} 9`]);
    });

    it('sends nothing after it was closed, and what was published before', async () => {
      const { connect } = await open();
      const [one, two] = [await connect(), await connect()];
      one.bus.publish(ended('a'));
      await one.bus.close();
      one.bus.publish(ended('b'));
      await two.bus.close();
      const three = await connect();
      const four = await connect();
      four.bus.publish(ended('c'));
      await until(() => three.heard.length === 1);
      expect(two.hints()).toEqual([ended('a')]);
      expect(three.hints()).toEqual([ended('c')]);
    });
  });
}

describe.runIf(hasPostgres)('the bus on PostgreSQL', () => {
  const openKind = async () => (await kinds[1]?.open()) as { connect: Connect; url: string };
  const cut = (url: string, node: string) =>
    withClient(url, (client) =>
      client.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
        `bandmate bus ${node}`,
      ]),
    );

  it('says so when its connection was cut, and hears again', async () => {
    const { connect, url } = await openKind();
    const [one, two] = [await connect(), await connect()];
    await cut(url, two.node);
    await until(() => two.reconnects() === 1);
    one.bus.publish(ended('after'));
    await until(() => two.heard.length === 1);
    expect(one.reconnects()).toBe(0);
  });

  it('sends what was published before it had a connection, also if it closes at once', async () => {
    const { connect, url } = await openKind();
    const two = await connect();
    const log = pino({ level: 'silent' });
    const options = { node: randomUUID(), clock: () => 1, timers: systemClock, log };
    const brief = createPostgresBus({ ...options, databaseUrl: url });
    brief.publish(ended('at once'));
    await brief.close();
    await until(() => two.heard.length === 1);
  });

  it('lets the others look when it could not send', async () => {
    const { connect, url } = await openKind();
    const [one, two] = [await connect(), await connect()];
    const cutting = cut(url, one.node);
    for (let index = 0; index < 2_000; index++) {
      one.bus.publish(ended(`${index}`));
      if (index % 100 === 0) await new Promise(setImmediate);
    }
    await cutting;
    await until(() => one.reconnects() === 1);
    one.bus.publish(ended('last'));
    await until(() => two.hints().some((hint) => hint.kind === 'session-ended' && hint.sessionId === 'last'));
    const isComplete = two.heard.length === 2_001;
    expect(isComplete || two.reconnects() > 0).toBe(true);
  });

  it('says that something was lost where a hint is too long', async () => {
    const { connect } = await openKind();
    const [one, two] = [await connect(), await connect()];
    one.bus.publish(ended('x'.repeat(9_000)));
    await until(() => two.reconnects() === 1);
    expect(two.heard).toEqual([]);
  });

  it.each([
    'hello',
    '',
    'null',
    '7',
    '{}',
    '{"from":"x","clock":1,"at":1}',
    '{"from":"x","clock":1,"at":1,"hints":{"kind":"lost"}}',
    '{"from":"x","clock":1,"at":1,"hints":[null]}',
    '{"from":"x","clock":1,"at":1,"hints":[{"to":"x"}]}',
    '{"from":"x","clock":"1","at":1,"hints":[{"kind":"lost"}]}',
    '{"from":"x","clock":1,"at":1,"hints":[{"kind":"presence"}]}',
    '{"from":"x","clock":1,"at":1,"hints":[{"kind":"committed","heads":{},"changes":[{"kind":"met"}]}]}',
  ])('outlives what somebody else sends on its channel: %s', async (payload) => {
    const { connect, url } = await openKind();
    const [one, two] = [await connect(), await connect()];
    const send = () =>
      withClient(url, (client) => client.query("select pg_notify('bandmate', $1)", [payload]));
    await send();
    await send();
    // Something may have been lost.
    await until(() => one.reconnects() === 2 && two.reconnects() === 2);
    expect(one.logged.filter((line) => line.includes('is no hint'))).toHaveLength(1);
    one.bus.publish(ended('after'));
    await until(() => two.heard.length === 1);
    expect(two.hints()).toEqual([ended('after')]);
  });

  it('passes on what a later version sends', async () => {
    const { connect, url } = await openKind();
    const one = await connect();
    const hints = [
      { kind: 'later', a: 1 },
      { kind: 'committed', heads: {}, changes: [{ kind: 'later' }], b: 2 },
    ];
    const payload = JSON.stringify({ from: 'x', clock: 1, at: 1, hints, c: 3 });
    await withClient(url, (client) => client.query("select pg_notify('bandmate', $1)", [payload]));
    await until(() => one.heard.length === 2);
    expect(one.hints().map(({ kind }) => kind)).toEqual(['later', 'committed']);
    expect(one.reconnects()).toBe(0);
  });
});

describe.runIf(hasPostgres && hasPgbouncer)('the bus on PostgreSQL behind PgBouncer', () => {
  const patience = { timeoutMilliseconds: 40_000 };

  it('hears everything in session mode', async () => {
    const url = await startPgbouncer(await freshPostgresDatabase(await startPostgres()), 'session');
    const [one, two] = [listenOnPostgres(url), listenOnPostgres(url)];
    await until(() => {
      one.bus.publish(ended('x'));
      return two.heard.length > 0;
    });
    // Longer than it takes to notice that nothing is heard.
    await new Promise((resolve) => setTimeout(resolve, 7_000));
    expect([one.reconnects(), two.reconnects(), ...one.logged, ...two.logged]).toEqual([0, 0]);
  });

  it('notices in transaction mode that it hears nothing, says why once, and looks again and again', async () => {
    const url = await startPgbouncer(await freshPostgresDatabase(await startPostgres()), 'transaction');
    const one = listenOnPostgres(url);
    await until(() => one.reconnects() >= 2, patience);
    expect(one.logged).toEqual([expect.stringContaining('give it pool_mode = session')]);
  });
});
