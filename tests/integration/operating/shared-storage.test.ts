import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { balancers, startBalancer } from '../../helpers/balancer.ts';
import { startNodes } from '../../helpers/nodes.ts';
import { hasPostgres } from '../../helpers/postgres.ts';
import { hasS3, startS3 } from '../../helpers/s3.ts';
import { type Fate, startS3Proxy } from '../../helpers/s3-proxy.ts';
import { createProject, registerUser, request, startServer, type TestServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, reserved, sendBytes } from '../../helpers/uploads.ts';

/** Of two servers, PostgreSQL and S3 on a busy machine. */
const patience = { timeoutMilliseconds: 20_000 };

/** Two nodes with their files in an S3 that fails as it is told. */
async function startBand() {
  const service = await startS3();
  const proxy = await startS3Proxy(service.endpoint);
  const { nodes } = await startNodes(2, {
    ...{ storageUrl: service.freshUrl(proxy.endpoint), trustedProxies: ['127.0.0.1'], metricsPort: 0 },
  });
  const [one, two] = nodes as [TestServer, TestServer];
  return { one, two, proxy };
}

const reachable = async ({ metricsUrl }: TestServer) =>
  /^bandmate_storage_reachable (\d)$/m.exec(await (await fetch(metricsUrl ?? '')).text())?.[1];

const troubles: [what: string, fate: Fate, state: 'unreachable' | null][] = [
  ['fails', { status: 503 }, 'unreachable'],
  // Longer than a balancer waits without a limit of its own, and less than the server does.
  ['takes 1.2 seconds', { delay: 1_200 }, null],
  ['takes 4 seconds', { delay: 4_000 }, 'unreachable'],
];

describe.runIf(hasPostgres && hasS3 && balancers.includes('haproxy'))('nodes behind HAProxy', () => {
  test.each(troubles)('serve what needs no files while the S3 that they share %s', async (_, fate, state) => {
    const { one, two, proxy } = await startBand();
    const { url } = await startBalancer('haproxy', [one.url, two.url]);
    const ada = (await registerUser(one)).on({ url });
    const projectId = await createProject(ada);
    const row = await reserved(ada, makeWave(5_000), newCut(projectId));
    proxy.decide = () => fate;

    // HAProxy asks once a second, and takes a node out after the second refusal.
    await pause(5_000);
    const isServed = async () => {
      const answer = await ada.tryCommand('vibe.create', { id: newId(), projectId, name: 'Dune' });
      const read = await ada.request('GET', `/api/projects/${projectId}`);
      return answer.ok && read.status === 200;
    };
    for (let round = 0; round < 5; round++)
      await until(() => isServed().catch(() => false), { what: 'a node', ...patience });
    const states = async () => {
      const answers = await Promise.all([one, two].map((node) => request(node, 'GET', '/api/health/ready')));
      return answers.map(({ body }) => `${body.status} ${body.storage}`);
    };
    if (state) {
      await until(async () => (await states()).every((line) => line === `ready ${state}`), patience);
      await until(async () => (await reachable(one)) === '0', patience);
    }

    proxy.decide = () => 'pass';
    await until(async () => (await reachable(two)) === '1', patience);
    expect((await sendBytes({ server: { url } as TestServer, user: ada }, row, makeWave(5_000))).status).toBe(
      204,
    );
  });
});

test.runIf(hasS3)(
  'a server alone on S3 is ready too while S3 fails, and its answers for files are 503',
  async () => {
    const service = await startS3();
    const proxy = await startS3Proxy(service.endpoint);
    const server = await startServer({ storageUrl: service.freshUrl(proxy.endpoint) });
    const ada = await registerUser(server);
    const projectId = await createProject(ada);
    const ready = () => request(server, 'GET', '/api/health/ready');
    await until(async () => (await ready()).body.storage === 'reachable');
    const bytes = makeWave(5_000);
    const row = await reserved(ada, bytes, newCut(projectId));
    proxy.decide = () => 'cut';
    await until(async () => (await ready()).body.storage === 'unreachable');
    expect((await ready()).status).toBe(200);
    expect((await sendBytes({ server, user: ada }, row, bytes)).status).toBe(503);
    proxy.decide = () => 'pass';
    await until(async () => (await ready()).body.storage === 'reachable');
    expect((await sendBytes({ server, user: ada }, row, bytes)).status).toBe(204);
  },
);
