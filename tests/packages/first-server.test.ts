import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { buildServerDeb } from '../../tools/packages/server-deb.ts';
import { ensureBuilt } from '../../tools/setup/app-build.ts';
import {
  type DisposableMachine,
  disposableMachineProblem,
  missingProgram,
  startDisposableMachine,
  succeedIn,
} from '../helpers/disposable-machine.ts';
import { temporaryFolder } from '../helpers/disposal.ts';
import { until } from '../helpers/until.ts';

/*
 * Carries out docs/first-server.md, command by command as the page has them, on a Debian that has nothing but apt,
 * systemd, sudo and curl. Without a network: apt has fetched before what the page installs, and the certificate is
 * Caddy's own, since nobody can prove to the public authorities that example.org is theirs.
 */
const root = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const problem = disposableMachineProblem() ?? missingProgram('debootstrap');
/** `DEBIAN=bookworm` chooses Debian 12. */
const release = process.env.DEBIAN || 'trixie';
const address = 'https://band.example.org';
const ana = { email: 'ana@example.org', password: 'a long sentence' };
const steps = readFileSync(join(root, 'docs/first-server.md'), 'utf8').split(/^## /m);

/** The blocks of a step, each a list of its lines. */
function blocksOf(heading: string): string[][] {
  const step = steps.find((one) => one.startsWith(heading)) ?? '';
  return [...step.matchAll(/```(?:sh)?\n([\s\S]*?)```/g)].map(([, text = '']) => text.trim().split('\n'));
}

/** Mounts that a program makes end with it. */
const succeed = (...words: string[]) => {
  const { status, stdout, stderr } = spawnSync('unshare', ['--mount', ...words], { encoding: 'utf8' });
  expect(status, `${words.join(' ')}: ${stdout}${stderr}`).toBe(0);
};

async function bareDebian(): Promise<string> {
  const bare = await temporaryFolder('bare');
  succeed('debootstrap', '--variant=minbase', '--include=systemd-sysv,sudo,curl', release, bare);
  writeFileSync(join(bare, 'etc/apt/apt.conf.d/90test'), 'APT::Get::Assume-Yes "true";\n');
  const fetched = 'apt-get update && apt-get install --download-only caddy adduser';
  succeed('chroot', bare, 'sh', '-c', fetched);
  return bare;
}

test.skipIf(problem !== undefined)(
  `a band's server in ten minutes: the commands of the page, on a bare Debian${problem ? ` (${problem})` : ''}`,
  async () => {
    await ensureBuilt(root);
    const folder = await temporaryFolder('first-server');
    buildServerDeb(root, { version, folder, compression: 'none' });
    const bare = await bareDebian();
    mkdirSync(join(bare, 'packages'));
    const machine = await startDisposableMachine(folder, bare);
    await succeedIn(machine, 'echo 127.0.0.1 localhost $(hostname) band.example.org >> /etc/hosts');

    const printed: string[] = [];
    const carryOut = async (line: string) => {
      const output = await succeedIn(machine, `cd /packages && ${line.replace('<version>', version)}`);
      printed.push(`$ ${line}`, output.trim());
      return output;
    };
    const everyLine = async (lines: string[] = []) => {
      let output = '';
      for (const line of lines) output = await carryOut(line);
      return output;
    };

    const [[install = '', health = ''] = []] = blocksOf('1.');
    await carryOut(install);
    const answer = await until(async () => (await machine.run(health)).code === 0 && carryOut(health), {
      what: 'the server to answer',
      timeoutMilliseconds: 120_000,
    });
    expect(answer).toContain('"status":"ok"');

    const [settings = [], restart] = blocksOf('2.');
    for (const setting of settings) {
      const [name] = setting.split('=');
      await carryOut(`sed -i 's|^#${name}=.*|${setting}|' /etc/bandmate/server.env`);
      await succeedIn(machine, `grep -qx '${setting}' /etc/bandmate/server.env`);
    }
    await everyLine(restart);

    const [https] = blocksOf('3.');
    await everyLine(https);
    await succeedIn(
      machine,
      "sed -i '1i { \\n local_certs \\n}' /etc/caddy/Caddyfile && systemctl reload caddy",
    );
    const authority = '/var/lib/caddy/.local/share/caddy/pki/authorities/local/root.crt';
    const curl = `curl -sf --cacert ${authority} ${address}`;
    await until(async () => (await machine.run(`${curl}/api/health`)).code === 0, {
      what: 'Caddy to answer with a certificate',
      timeoutMilliseconds: 60_000,
    });

    const [[invite = ''] = [], makeAdmin] = blocksOf('4.');
    const link = /https:\/\/band\.example\.org\/\S+/.exec(await carryOut(invite))?.[0] ?? '';
    await signUpByLink(machine, curl, link);
    await everyLine(makeAdmin);
    expect(await succeedIn(machine, 'bandmate-server admin users')).toContain(ana.email);

    await useApp(machine, authority);
    const read = (path: string) => succeedIn(machine, `${curl}${path} -b /tmp/cookies`);
    const [project] = JSON.parse(await read('/api/projects'));
    expect(await read(`/api/projects/${project.id}`)).toContain('Harbour v1.wav');

    await everyLine(blocksOf('6.')[0]);
    expect(await succeedIn(machine, 'find /srv/backups -type f')).toMatch(/sqlite/);
    process.stdout.write(`${printed.join('\n')}\n`);
  },
);

/** The page's step 4 in a browser: an account by the invitation's link. */
async function signUpByLink(machine: DisposableMachine, curl: string, link: string): Promise<void> {
  const page = await succeedIn(machine, `${curl}${new URL(link).pathname} --location -H 'accept: text/html'`);
  expect(page).toContain('<title>BandMate');
  const person = { ...ana, name: 'Ana', invitation: link.split('/').pop() };
  const json = `-H 'content-type: application/json' -H 'origin: ${address}'`;
  await succeedIn(
    machine,
    `${curl}/api/auth/register -c /tmp/cookies ${json} -d '${JSON.stringify(person)}'`,
  );
}

/** The page's step 5 in the built app, whose computer shares the server's network, knows its name and trusts its authority. */
async function useApp(machine: DisposableMachine, authority: string): Promise<void> {
  const folder = await temporaryFolder('app');
  const files = { hosts: join(folder, 'hosts'), certificate: join(folder, 'root.crt') };
  writeFileSync(files.hosts, await succeedIn(machine, 'cat /etc/hosts'));
  writeFileSync(files.certificate, await succeedIn(machine, `cat ${authority}`));
  const program = join(import.meta.dirname, 'app-at-first-server.ts');
  const command = `mount --bind ${files.hosts} /etc/hosts && exec ${process.execPath} ${program} ${address}`;
  const words = [`--net=${machine.network}`, 'unshare', '--mount', 'sh', '-c', command];
  const env = {
    ...process.env,
    NODE_EXTRA_CA_CERTS: files.certificate,
    EMAIL: ana.email,
    PASSWORD: ana.password,
  };
  const { stdout } = await promisify(execFile)('nsenter', words, { env, timeout: 240_000 });
  expect(stdout).toContain(`${address}/join/`);
}
