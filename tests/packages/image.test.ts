import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newId } from '../../common/new-id.ts';
import {
  type DisposableMachine,
  disposableMachineProblem,
  missingProgram,
  startDisposableMachine,
  succeedIn,
} from '../helpers/disposable-machine.ts';
import { temporaryFolder } from '../helpers/disposal.ts';
import { until } from '../helpers/until.ts';
import { makeWave } from '../helpers/uploads.ts';

const root = join(import.meta.dirname, '../..');
const node = join(root, 'node_modules/node/bin/node');
const problem = disposableMachineProblem() ?? missingProgram('podman', 'podman-compose', 'debootstrap');

/** Limits and groups of the machine that the test runs on may be lower than podman's defaults. */
const containers =
  '[containers]\ncgroups = "disabled"\ndefault_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]\n';
const storage = (folder: string, more = '') =>
  `[storage]\ndriver = "overlay"\ngraphroot = "${folder}"\nrunroot = "/run/containers/of-the-test"\n${more}`;

/** The Dockerfile carried out on images that begin with Debian's packages: a folder with the result. */
async function buildImage(): Promise<string> {
  const folder = await temporaryFolder('image');
  writeFileSync(join(folder, 'containers.conf'), containers);
  writeFileSync(join(folder, 'storage.conf'), storage(join(folder, 'images')));
  const environment = {
    ...process.env,
    CONTAINERS_CONF: join(folder, 'containers.conf'),
    CONTAINERS_STORAGE_CONF: join(folder, 'storage.conf'),
    ENGINE: 'podman',
    BUILD_IMAGE: 'localhost/bandmate-node',
    BASE_IMAGE: 'localhost/bandmate-debian',
    BUILD_OPTIONS: `--isolation chroot --network host --volume ${join(homedir(), '.npm')}:/root/.npm`,
  };
  for (const words of [['bases.sh'], ['image.sh', 'build']]) {
    const [script = '', ...rest] = words;
    const { status, stdout, stderr } = spawnSync(join(root, 'tools/packages', script), rest, {
      env: environment,
      encoding: 'utf8',
    });
    expect(status, `${words.join(' ')}: ${stdout}${stderr}`).toBe(0);
  }
  return folder;
}

/** An account with a project, whose id is returned, by the API that the page uses. */
async function signUp(machine: DisposableMachine): Promise<string> {
  const post = (path: string, body: unknown) =>
    succeedIn(
      machine,
      `curl -sf -b /tmp/cookies -c /tmp/cookies -H 'content-type: application/json' -d '${JSON.stringify(body)}' http://127.0.0.1:3000${path}`,
    );
  await post('/api/auth/register', { email: 'ana@example.org', password: 'a long sentence', name: 'Ana' });
  const id = newId();
  const create = { operationId: newId(), kind: 'project.create', payload: { id, name: 'First Album' } };
  const answer = await post('/api/commands', { operations: [create] });
  expect(JSON.parse(answer).answers).toMatchObject([{ ok: true }]);
  return id;
}

test.skipIf(problem !== undefined)(
  `the image is built, is healthy in compose.yaml, takes a bounce of an app, and keeps it${problem ? ` (${problem})` : ''}`,
  async () => {
    const folder = await buildImage();
    mkdirSync(join(folder, 'bounces'));
    const machine = await startDisposableMachine(folder);
    const images = '[storage.options]\nadditionalimagestores = ["/packages/images"]\n';
    writeFileSync(join(folder, 'storage.conf'), storage('/packages/containers', images));
    await succeedIn(machine, 'cp /packages/containers.conf /packages/storage.conf /etc/containers/');

    const checked = await succeedIn(machine, `ENGINE=podman ${root}/tools/packages/image.sh check`);
    expect(checked).toContain('runs as 10001\n');
    const [, bytes] = /^(\d+) bytes$/m.exec(checked) ?? [];
    expect(Number(bytes)).toBeLessThan(400e6);

    // podman-compose leaves a variable that is defined by one of its own name as it is, unless it is set.
    const unset = 'TRUSTED_PROXIES= SMTP_URL= MAIL_FROM= REGISTRATION= METRICS_PORT=';
    const compose = `${unset} APP_URL=http://127.0.0.1:3000 BANDMATE_IMAGE=localhost/bandmate-server:try podman-compose --file ${root}/compose.yaml`;
    await succeedIn(machine, `${compose} up --detach --no-build`);
    const health = 'podman inspect --format "{{.State.Health.Status}}" bandmate_server_1';
    await until(async () => (await succeedIn(machine, health)) === 'healthy\n', {
      what: 'the container to be healthy',
      timeoutMilliseconds: 90_000,
    });
    const invite = `${compose} exec -T server /server/node server/operator/cli.ts invite ben@example.org`;
    expect(await succeedIn(machine, invite)).toContain('http://127.0.0.1:3000/');
    const projectId = await signUp(machine);

    const watch = `${node} ${root}/main/cli.ts watch /packages/bounces --server http://127.0.0.1:3000 --email ana@example.org --project 'First Album' --json`;
    await succeedIn(
      machine,
      `BANDMATE_PASSWORD='a long sentence' BANDMATE_USER_DATA=/tmp/app timeout 90 ${watch} > /packages/watch.log 2>&1 &`,
    );
    const log = () => succeedIn(machine, 'cat /packages/watch.log');
    await until(async () => (await log()).includes('"event":"watching"'), { timeoutMilliseconds: 30_000 });
    writeFileSync(join(folder, 'bounces/Harbour v1.wav'), makeWave(400_000));
    await until(async () => (await log()).includes('"outcome":"new-cut"'), {
      what: 'the bounce to be on the server',
      timeoutMilliseconds: 60_000,
    });

    await succeedIn(machine, `${compose} down && ${compose} up --detach --no-build`);
    await until(async () => (await succeedIn(machine, health)) === 'healthy\n', {
      timeoutMilliseconds: 90_000,
    });
    const project = `curl -sf -b /tmp/cookies http://127.0.0.1:3000/api/projects/${projectId}`;
    expect(await succeedIn(machine, project)).toContain('Harbour v1.wav');
  },
);
