import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { projectTopic } from '../../../protocol/wire/topic.ts';
import { type Program, startProgram } from '../../faults/program.ts';
import { type BalancerName, balancers, missingBalancers, startBalancer } from '../../helpers/balancer.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { freePort } from '../../helpers/free-port.ts';
import { freshPostgresDatabase, hasPostgres, sharedPostgres, withClient } from '../../helpers/postgres.ts';
import {
  createProject,
  joinProject,
  openSocket,
  registerUser,
  request,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

const writerCount = 16;

/**
 * As `server/deploy` says: nginx asks no health check, so a node must not drain, and the next one may stop only well after
 * nginx tries the one before it again, `fail_timeout` (2 s) after it last refused. The others ask once a second.
 */
const rules: {
  [Name in BalancerName]: { drainSeconds: number; pauseMilliseconds: number; mostRepeated: number };
} = {
  // Nothing that a client sends is refused.
  haproxy: { drainSeconds: 3, pauseMilliseconds: 1_500, mostRepeated: 0 },
  caddy: { drainSeconds: 3, pauseMilliseconds: 1_500, mostRepeated: 0 },
  // A stop interrupts at most one request of each writer.
  nginx: { drainSeconds: 0, pauseMilliseconds: 5_000, mostRepeated: 2 * writerCount },
};

/** A node as a program that can be stopped as its service manager does, and started on the same port again. */
async function createNode(databaseUrl: string, name: string, drainSeconds: number) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let program: Program | undefined;
  const env = {
    ...{ DATABASE_URL: databaseUrl, DATA_DIR: await temporaryFolder('bandmate-node') },
    ...{ NODE_NAME: name, PORT: String(port), LOG_LEVEL: 'error' },
    ...{ DRAIN_SECONDS: String(drainSeconds), TRUSTED_PROXIES: '127.0.0.1' },
  };
  disposeLater(() => program?.kill());
  return {
    url,
    async start() {
      program = startProgram('server/index.ts', env, () => {});
      await until(async () => (await request({ url }, 'GET', '/api/health/ready')).status === 200, {
        what: `${name} to be ready`,
        timeoutMilliseconds: 60_000,
      });
    },
    async stop() {
      if (!program) return;
      process.kill(program.pid, 'SIGTERM');
      expect(await program.ended, program.complaints()).toEqual({ code: 0, signal: null });
    },
  };
}

/** Reads a project's log as an app does: events as they come, and the log after a gap or a lost connection. */
function follow(url: string, user: TestUser, projectId: string) {
  const topic = projectTopic(projectId);
  const seen: number[] = [];
  let cursor = 0;
  let connections = 0;
  let catchingUp = Promise.resolve();
  const take = (seq: number) => {
    if (seq !== cursor + 1) return false;
    seen.push(seq);
    cursor = seq;
    return true;
  };
  const pull = async () => {
    const path = `/api/sync?topic=${encodeURIComponent(topic)}&since=${cursor}&limit=500`;
    const { status, body } = await request({ url }, 'GET', path, undefined, { cookie: user.cookie });
    if (status === 200) for (const { seq } of body.events) take(seq);
  };
  const catchUp = () => {
    catchingUp = catchingUp.then(pull).catch(() => undefined);
  };
  const socket = openSocket({ url }, user, {
    ...{ reconnection: true, reconnectionDelay: 50, reconnectionDelayMax: 500 },
  });
  socket.on('connect', () => {
    connections += 1;
    void joinProject(socket, projectId).then(catchUp, catchUp);
  });
  socket.onAny((_name, _payload, position) => {
    if (position?.topic === topic && position.seq > cursor && !take(position.seq)) catchUp();
  });
  return { seen, catchUp, connections: () => connections };
}

/** Writes one comment after the other until told to stop; one that gets no answer is sent again with the same id. */
async function write(url: string, user: TestUser, cutId: string, isOver: () => boolean) {
  const written: string[] = [];
  let repeated = 0;
  while (!isOver()) {
    const comment = { id: newId(), text: 'Louder', timestamp: 1 };
    for (;;) {
      const path = `/api/cuts/${cutId}/comments`;
      const answer = await request({ url }, 'POST', path, comment, { cookie: user.cookie }).catch(() => null);
      if (answer && answer.status < 300) break;
      if (answer && answer.status < 500 && answer.status !== 409)
        throw new Error(JSON.stringify(answer.body));
      repeated += 1;
      await wait(50);
    }
    written.push(comment.id);
    await wait(20);
  }
  return { written, repeated };
}

test.runIf(hasPostgres).each(balancers)(
  'two nodes behind %s are restarted one after the other, and nothing is lost, doubled or missed',
  async (name) => {
    const { drainSeconds, pauseMilliseconds, mostRepeated } = rules[name];
    const databaseUrl = await freshPostgresDatabase(await sharedPostgres());
    const [one, two] = [
      await createNode(databaseUrl, 'one', drainSeconds),
      await createNode(databaseUrl, 'two', drainSeconds),
    ];
    await Promise.all([one.start(), two.start()]);
    const { url } = await startBalancer(name, [one.url, two.url]);
    const [ana, ben] = [await registerUser({ url }, { name: 'Ana' }), await registerUser({ url })];
    const projectId = await createProject(ana, [ben]);
    const [vibeId, cutId] = [newId(), newId()];
    await ana.command('vibe.create', { id: vibeId, projectId, name: 'Song' });
    await ana.command('cut.create', { id: cutId, vibeId, name: 'Mix' });
    const followers = [ana, ben, ana, ben].map((user) => follow(url, user, projectId));

    let isOver = false;
    const writing = Array.from({ length: writerCount }, (_, index) =>
      write(url, index % 2 ? ana : ben, cutId, () => isOver),
    );
    for (const node of [one, two]) {
      await node.stop();
      await node.start();
      await wait(pauseMilliseconds);
    }
    isOver = true;
    const results = await Promise.all(writing);

    const ids = results.flatMap(({ written }) => written).toSorted();
    const stored = await withClient(databaseUrl, async (client) => {
      const { rows } = await client.query(`select id from comment where "cutId" = '${cutId}' order by id`);
      const { rows: heads } = await client.query(
        `select seq from "topicHead" where topic = '${projectTopic(projectId)}'`,
      );
      return { ids: rows.map(({ id }) => id as string), head: Number(heads[0].seq) };
    });
    expect(stored.ids).toEqual(ids);
    for (const follower of followers) {
      await until(() => {
        if (follower.seen.length < stored.head) follower.catchUp();
        return follower.seen.length === stored.head;
      });
      expect(follower.seen).toEqual(Array.from({ length: stored.head }, (_, index) => index + 1));
    }
    // Every socket has moved at least once.
    expect(Math.min(...followers.map(({ connections }) => connections()))).toBeGreaterThan(1);
    // A request that is refused while a node stops is one that its client has to repeat.
    expect(results.reduce((sum, { repeated }) => sum + repeated, 0)).toBeLessThanOrEqual(mostRepeated);
  },
);

for (const name of missingBalancers) test.skipIf(true)(`${name} is not installed here`, () => {});
