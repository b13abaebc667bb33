import { execFile, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect } from 'vitest';
import { disposeLater, temporaryFolder } from './disposal.ts';
import { until } from './until.ts';

export type Ran = { code: number; output: string };

export type DisposableMachine = {
  run(command: string): Promise<Ran>;
  /** Its network, as `nsenter --net` takes it. */
  network: string;
  /** An address of this process's own that leads to one in the machine's network. */
  reach(host: string, port: number): Promise<{ url: string }>;
};

const namespaces = ['--mount', '--net', '--pid', '--cgroup', '--uts', '--ipc'];

/** Why a machine of one's own can't be had here; undefined if it can. */
export function disposableMachineProblem(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'needs root on Linux';
  for (const file of ['/usr/bin/dpkg', '/lib/systemd/systemd', '/usr/sbin/adduser', '/usr/bin/curl'])
    if (!existsSync(file)) return `needs ${file}`;
  const tried = spawnSync('unshare', [
    ...namespaces,
    '--fork',
    'sh',
    '-c',
    'mount -t tmpfs tmpfs /mnt && ip link',
  ]);
  return tried.status === 0 ? undefined : 'needs the right to make namespaces and mounts';
}

/** Starts one, with a folder's packages in /packages, of this machine's files or of another root's. It ends with the test. */
export async function startDisposableMachine(packages: string, root = '/'): Promise<DisposableMachine> {
  const script = join(import.meta.dirname, 'disposable-machine.sh');
  const child = spawn(
    'unshare',
    [
      ...[...namespaces, '--fork', '--kill-child=KILL', 'sh', script],
      ...[await temporaryFolder('machine'), packages, root],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const ended = once(child, 'exit');
  disposeLater(async () => {
    child.kill('SIGKILL');
    await ended;
  });

  const firstProcess = () =>
    readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').split(' ')[0] ?? '';
  const run = (command: string): Promise<Ran> => {
    const inside = [
      '--target',
      firstProcess(),
      '--mount',
      '--net',
      '--pid',
      '--cgroup',
      '--uts',
      '--ipc',
      '--root',
      '--wd',
    ];
    return new Promise((resolve) => {
      execFile('nsenter', [...inside, 'sh', '-c', command], { timeout: 120_000 }, (error, out, problems) => {
        resolve({ code: error ? Number(error.code ?? 1) : 0, output: `${out}${problems}` });
      });
    });
  };
  await until(
    async () => {
      if (child.exitCode !== null) throw new Error(`The machine did not start: ${output}`);
      return (await run('test -S /run/systemd/private && systemctl is-active disposable.target')).code === 0;
    },
    { what: 'systemd to be up', timeoutMilliseconds: 60_000 },
  );
  const network = `/proc/${firstProcess()}/ns/net`;
  return { run, network, reach: (host, port) => forwardInto(network, host, port) };
}

/** A program in that network connects what is accepted here. */
async function forwardInto(network: string, host: string, port: number): Promise<{ url: string }> {
  const program = fork(join(import.meta.dirname, 'connect-inside.ts'), [host, String(port)], {
    execPath: 'nsenter',
    execArgv: [`--net=${network}`, process.execPath],
  });
  const server = createServer({ pauseOnConnect: true }, (socket) => program.send('socket', socket));
  disposeLater(() => {
    server.close();
    program.kill();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Runs a command in the machine, and fails unless it succeeds. Returns what it printed. */
export async function succeedIn(machine: DisposableMachine, command: string): Promise<string> {
  const { code, output } = await machine.run(command);
  expect(code, `${command}: ${output}`).toBe(0);
  return output;
}

/** The first of these programs that isn't installed here, as a reason to skip. */
export const missingProgram = (...programs: string[]): string | undefined =>
  programs
    .filter((program) => spawnSync('which', [program]).status !== 0)
    .map((program) => `needs ${program}`)[0];
