import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { thisMachine } from '../../tools/setup/chromium.ts';
import { findMoto } from '../../tools/setup/peers.ts';
import {
  type DisposableMachine,
  disposableMachineProblem,
  missingProgram,
  startDisposableMachine,
  succeedIn,
} from '../helpers/disposable-machine.ts';
import { temporaryFolder } from '../helpers/disposal.ts';
import {
  collectEvents,
  connectSocket,
  cookieOf,
  createProject,
  joinProject,
  registerUser,
  request,
  type TestUser,
} from '../helpers/server.ts';
import { until } from '../helpers/until.ts';
import { makeWave, newCut, upload } from '../helpers/uploads.ts';

const root = join(import.meta.dirname, '../..');
const node = join(root, 'node_modules/node/bin/node');
const problem = disposableMachineProblem() ?? missingProgram('podman', 'podman-compose', 'debootstrap');
const moto = findMoto(thisMachine());

/** Limits and groups of the machine that the test runs on may be lower than podman's defaults. */
const containers =
  '[containers]\ncgroups = "disabled"\ndefault_ulimits = ["nofile=8192:8192", "nproc=4096:4096"]\n';
const storage = (images: string, running: string, more = '') =>
  `[storage]\ndriver = "overlay"\ngraphroot = "${images}"\nrunroot = "${running}"\n${more}`;

/**
 * Carries the Dockerfile out on images that begin with Debian's packages, and makes what stands in for the images of
 * PostgreSQL and HAProxy. `folder` gets them, as `images`.
 */
function buildImages(folder: string): void {
  writeFileSync(join(folder, 'containers.conf'), containers);
  writeFileSync(join(folder, 'storage.conf'), storage(join(folder, 'images'), join(folder, 'running')));
  const options = '--isolation chroot --network host';
  const environment = {
    ...process.env,
    CONTAINERS_CONF: join(folder, 'containers.conf'),
    CONTAINERS_STORAGE_CONF: join(folder, 'storage.conf'),
    ENGINE: 'podman',
    BUILD_IMAGE: 'localhost/bandmate-node',
    BASE_IMAGE: 'localhost/bandmate-debian',
    BUILD_OPTIONS: `${options} --volume ${join(homedir(), '.npm')}:/root/.npm`,
  };
  const standIn = (name: string, version: string) =>
    `podman build ${options} --target ${name} --tag docker.io/library/${name}:${version} tests/packages/stand-ins`;
  for (const command of [
    'tools/packages/bases.sh',
    'tools/packages/image.sh build',
    standIn('haproxy', '3.2'),
    standIn('postgres', '17'),
  ]) {
    // podman's mounts end with the namespace, however the command ends.
    const { status, stdout, stderr } = spawnSync('unshare', ['--mount', 'sh', '-c', command], {
      ...{ cwd: root, env: environment },
      encoding: 'utf8',
    });
    expect(status, `${command}: ${stdout}${stderr}`).toBe(0);
  }
}

/** A machine with these images, whose podman keeps its containers in a folder of that name. */
async function startMachine(folder: string, name: string): Promise<DisposableMachine> {
  const machine = await startDisposableMachine(folder);
  const images = '[storage.options]\nadditionalimagestores = ["/packages/images"]\n';
  writeFileSync(join(folder, 'storage.conf'), storage(`/packages/${name}`, '/run/containers/here', images));
  await succeedIn(machine, 'cp /packages/containers.conf /packages/storage.conf /etc/containers/');
  return machine;
}

/** podman-compose with a file and its settings. It leaves a variable without a default as it is, unless it is set. */
function composeWith(file: string, settings: Record<string, string>): string {
  const unset = [
    ...['TRUSTED_PROXIES', 'SMTP_URL', 'MAIL_FROM', 'REGISTRATION', 'METRICS_PORT'],
    ...['MAX_CONNECTIONS', 'AWS_SESSION_TOKEN'],
  ];
  const variables = {
    ...Object.fromEntries(unset.map((name) => [name, ''])),
    APP_URL: 'http://127.0.0.1:3000',
    BANDMATE_IMAGE: 'localhost/bandmate-server:try',
    ...settings,
  };
  const words = Object.entries(variables).map(([name, value]) => `${name}='${value}'`);
  return `${words.join(' ')} podman-compose --file ${root}/${file}`;
}

const untilHealthy = (machine: DisposableMachine, container: string) =>
  until(
    async () => {
      const health = `podman inspect --format "{{.State.Health.Status}}" ${container}`;
      return /^healthy$/m.test(await succeedIn(machine, health));
    },
    { what: `${container} to be healthy`, timeoutMilliseconds: 120_000 },
  );

const namesOf = async (person: TestUser, projectId: string) =>
  JSON.stringify((await person.request('GET', `/api/projects/${projectId}`)).body);

describe.skipIf(problem !== undefined)(
  `the image, built on Debian's packages${problem ? ` (${problem})` : ''}`,
  () => {
    let folder: string;
    const disposals: (() => unknown)[] = [];
    beforeAll(async () => {
      folder = await temporaryFolder('image', (dispose) => disposals.unshift(dispose));
      buildImages(folder);
    }, 1_200_000);
    afterAll(async () => {
      for (const dispose of disposals) await dispose();
    });

    test('is healthy in compose.yaml, takes a bounce of an app, and keeps it', async () => {
      mkdirSync(join(folder, 'bounces'));
      const machine = await startMachine(folder, 'alone');

      const checked = await succeedIn(machine, `ENGINE=podman ${root}/tools/packages/image.sh check`);
      expect(checked).toContain('runs as 10001\n');
      const [, bytes] = /^(\d+) bytes$/m.exec(checked) ?? [];
      expect(Number(bytes)).toBeLessThan(400e6);

      const compose = composeWith('compose.yaml', { PORT: '3000' });
      await succeedIn(machine, `${compose} up --detach --no-build`);
      await untilHealthy(machine, 'bandmate_server_1');
      const invite = `${compose} exec -T server /server/node server/operator/cli.ts invite ben@example.org`;
      expect(await succeedIn(machine, invite)).toContain('http://127.0.0.1:3000/');

      const ana = await registerUser(await machine.reach('127.0.0.1', 3000), { name: 'Ana' });
      const projectId = await createProject(ana);
      const watch = `${node} ${root}/main/cli.ts watch /packages/bounces --server http://127.0.0.1:3000 --email ${ana.email} --project 'First Album' --json`;
      await succeedIn(
        machine,
        `BANDMATE_PASSWORD='${ana.password}' BANDMATE_USER_DATA=/tmp/app timeout 90 ${watch} > /packages/watch.log 2>&1 &`,
      );
      const log = () => succeedIn(machine, 'cat /packages/watch.log');
      await until(async () => (await log()).includes('"event":"watching"'), {
        what: 'the app to watch its folder',
        timeoutMilliseconds: 30_000,
      });
      writeFileSync(join(folder, 'bounces/Harbour v1.wav'), makeWave(400_000));
      await until(async () => (await log()).includes('"outcome":"new-cut"'), {
        what: 'the bounce to be on the server',
        timeoutMilliseconds: 60_000,
      });

      await succeedIn(machine, `${compose} down && ${compose} up --detach --no-build`);
      await untilHealthy(machine, 'bandmate_server_1');
      expect(await namesOf(ana, projectId)).toContain('Harbour v1.wav');
    });

    test.skipIf(moto === undefined)(
      `serves as two nodes in compose.nodes.yaml, one of which may stop${moto ? '' : ' (needs moto)'}`,
      async () => {
        const machine = await startMachine(folder, 'nodes');
        await succeedIn(machine, `systemd-run --unit s3 ${moto} -H 0.0.0.0 -p 5000`);
        await until(
          async () => (await machine.run('curl -sf -X PUT http://127.0.0.1:5000/bandmate')).code === 0,
          { what: 'the S3 to have a bucket', timeoutMilliseconds: 60_000 },
        );
        const compose = composeWith('compose.nodes.yaml', {
          ...{ PORT: '3000', NODES: '2', DRAIN_SECONDS: '', SECRET: 'the same long text for every node' },
          ...{ POSTGRES_PASSWORD: 'secret', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
          // The machine itself, as its containers reach it.
          STORAGE_URL: 's3://bandmate/band?endpoint=http://172.30.0.1:5000&region=us-east-1',
        });
        await succeedIn(machine, `${compose} up --detach --no-build`);
        const nodes = ['bandmate-nodes_server_1', 'bandmate-nodes_server_2'];
        for (const name of nodes) await untilHealthy(machine, name);
        const [one, two] = await Promise.all(nodes.map((name) => reachNode(machine, name)));
        if (!one || !two) throw new Error('A node has no address');
        const balancer = await machine.reach('127.0.0.1', 3000);
        await untilReady(balancer);

        const ana = await registerUser(balancer, { name: 'Ana' });
        const ben = await registerUser(balancer, { name: 'Ben' });
        const projectId = await createProject(ana, [ben]);
        await untilNodesServe(balancer, 2);
        const socket = await connectSocket(two, ben);
        await joinProject(socket, projectId);
        const events = collectEvents(socket);
        const heard = (name: string) =>
          until(() => events.some((event) => event.name === 'cut:created' && event.payload.name === name), {
            what: `the other node to announce ${name}`,
          });
        const sound = makeWave(400_000);
        const { file } = await upload(
          { server: one, user: ana.on(one) },
          sound,
          newCut(projectId, 'Harbour'),
        );
        await heard('Harbour');

        const stopping = machine.run(`podman stop --time 60 ${nodes[0]}`);
        const answers = await answersUntil(stopping, () => ben.request('GET', `/api/projects/${projectId}`));
        expect((await stopping).code).toBe(0);
        expect(answers.length).toBeGreaterThan(20);
        expect(answers.filter((status) => status !== 200)).toEqual([]);

        await upload({ server: balancer, user: ana }, makeWave(), newCut(projectId, 'Later'));
        await heard('Later');
        const download = await fetch(`${balancer.url}/api/files/${file.id}/download`, {
          headers: { cookie: ben.cookie },
        });
        expect(Buffer.from(await download.arrayBuffer()).equals(sound)).toBe(true);
      },
    );
  },
);

/** A node past the balancer. */
async function reachNode(machine: DisposableMachine, name: string): Promise<{ url: string }> {
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
  const output = await succeedIn(machine, `podman inspect --format '${format}' ${name}`);
  const [address = ''] = /^172\.30\.0\.\d+$/m.exec(output) ?? [];
  return machine.reach(address, 3000);
}

const untilReady = (server: { url: string }) =>
  until(async () => (await request(server, 'GET', '/api/health/ready')).status === 200, {
    what: 'the balancer to find a node',
    timeoutMilliseconds: 60_000,
  });

/** Callers get the cookie of their node once they begin long-polling. */
async function untilNodesServe(balancer: { url: string }, count: number): Promise<void> {
  const cookies = new Set<string>();
  await until(
    async () => {
      const { status, headers } = await request(balancer, 'GET', '/socket.io/?EIO=4&transport=polling');
      if (status === 200) cookies.add(cookieOf(headers));
      return cookies.size === count;
    },
    { what: `${count} nodes behind the balancer`, timeoutMilliseconds: 60_000 },
  );
  expect([...cookies].filter((cookie) => !/^bandmate-node=\w+$/.test(cookie))).toEqual([]);
}

/** The statuses of a request that is repeated until something else has ended. */
async function answersUntil(
  end: Promise<unknown>,
  ask: () => Promise<{ status: number }>,
): Promise<number[]> {
  const statuses: number[] = [];
  let hasEnded = false;
  end.finally(() => {
    hasEnded = true;
  });
  while (!hasEnded) {
    statuses.push((await ask()).status);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return statuses;
}
