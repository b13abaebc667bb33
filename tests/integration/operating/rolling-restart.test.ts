import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { projectTopic } from '../../../protocol/wire/topic.ts';
import { type Program, startProgram } from '../../faults/program.ts';
import { balancers, missingBalancers, startBalancer } from '../../helpers/balancer.ts';
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
 * As `server/deploy` says. A node that stops goes on for longer than HAProxy and Caddy take to notice, and than nginx leaves
 * out the one that was started before it.
 */
const drainSeconds = 3;
const pauseMilliseconds = 1_500;

/** A node as a program that can be stopped as its service manager does, and started on the same port again. */
async function createNode(databaseUrl: string, name: string) {
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

/** Sends a comment by the route for it, or as an app sends all that it changes. Null: it got no answer. */
async function send(url: string, user: TestUser, comment: { id: string; cutId: string }, isApp: boolean) {
  const { cutId, ...body } = comment;
  const operations = [{ operationId: comment.id, kind: 'comment.create', payload: comment }];
  const [path, sent] = isApp ? ['/api/commands', { operations }] : [`/api/cuts/${cutId}/comments`, body];
  return request({ url }, 'POST', path, sent, { cookie: user.cookie }).catch(() => null);
}

/** Writes one comment after the other until told to stop; one that gets no answer is sent again with the same id. */
async function write(
  { url, user, cutId, isApp }: { url: string; user: TestUser; cutId: string; isApp: boolean },
  isOver: () => boolean,
) {
  const written: string[] = [];
  /** Each refusal, or lost answer. */
  const repeated: string[] = [];
  while (!isOver()) {
    const comment = { id: newId(), cutId, text: 'Louder', timestamp: 1 };
    for (;;) {
      const answer = await send(url, user, comment, isApp);
      if (answer && answer.status < 300 && answer.body.answers?.[0].ok !== false) break;
      if (answer && answer.status < 500 && answer.status !== 409)
        throw new Error(JSON.stringify(answer.body));
      repeated.push(answer ? `${answer.status} ${JSON.stringify(answer.body)}` : 'no answer');
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
    const databaseUrl = await freshPostgresDatabase(await sharedPostgres());
    const [one, two] = [await createNode(databaseUrl, 'one'), await createNode(databaseUrl, 'two')];
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
      write({ url, user: index % 2 ? ana : ben, cutId, isApp: index % 4 < 2 }, () => isOver),
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
    // No request is refused, or loses its answer, so that its client would have to repeat it.
    expect(results.flatMap(({ repeated }) => repeated)).toEqual([]);
  },
);

for (const name of missingBalancers) test.skipIf(true)(`${name} is not installed here`, () => {});
