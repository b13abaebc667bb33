import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { protocolVersion } from '../../protocol/wire/version.ts';
import { buildServerDeb, packDeb } from '../../tools/packages/server-deb.ts';
import { ensureBuilt } from '../../tools/setup/app-build.ts';
import {
  type DisposableMachine,
  disposableMachineProblem,
  startDisposableMachine,
  succeedIn,
} from '../helpers/disposable-machine.ts';
import { temporaryFolder } from '../helpers/disposal.ts';
import { until } from '../helpers/until.ts';

const root = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const problem = disposableMachineProblem();
const healthy = 'curl -sf http://127.0.0.1:3000/api/health';
const account = `{"email":"ana@example.org","password":"a long enough sentence","name":"Ana"}`;

async function buildTwoVersions(): Promise<string> {
  await ensureBuilt(root);
  const folder = await temporaryFolder('packages');
  renameSync(buildServerDeb(root, { version, folder, compression: 'none' }), join(folder, 'older.deb'));
  const tree = join(folder, 'tree');
  const replace = (path: string, before: string, after: string) =>
    writeFileSync(join(tree, path), readFileSync(join(tree, path), 'utf8').replace(before, after));
  replace('DEBIAN/control', `Version: ${version}`, 'Version: 99.0.0');
  replace('usr/lib/bandmate-server/package.json', `"version": "${version}"`, '"version": "99.0.0"');
  replace('etc/bandmate/server.env', '# Mail,', '# Mail (new in 99.0.0),');
  packDeb(tree, join(folder, 'newer.deb'), 'none');
  return folder;
}

const untilHealthy = (machine: DisposableMachine) =>
  until(
    async () => {
      const { code, output } = await machine.run(healthy);
      return code === 0 && JSON.parse(output);
    },
    { what: 'the server to answer', timeoutMilliseconds: 60_000 },
  );

test.skipIf(problem !== undefined)(
  `the Debian package is installed, upgraded, removed and purged, and keeps settings and data; purged empty, it leaves nothing${problem ? ` (${problem})` : ''}`,
  async () => {
    const machine = await startDisposableMachine(await buildTwoVersions());

    await succeedIn(machine, 'dpkg --install /packages/older.deb');
    expect(await untilHealthy(machine)).toMatchObject({ version, protocolVersion });
    expect(await succeedIn(machine, 'systemctl is-enabled bandmate-server')).toBe('enabled\n');
    expect(await succeedIn(machine, 'systemd-analyze verify bandmate-server.service')).toBe('');
    await succeedIn(machine, 'systemd-analyze security --threshold=20 bandmate-server.service');
    expect(await succeedIn(machine, 'stat -c "%U %a" /var/lib/bandmate /etc/bandmate/server.env')).toBe(
      'bandmate 700\nroot 640\n',
    );
    const confined = await succeedIn(
      machine,
      'grep -E "^(Uid|CapEff|NoNewPrivs|Seccomp):" /proc/$(systemctl show --value -p MainPID bandmate-server)/status',
    );
    expect(confined).toMatch(/CapEff:\t0+\nNoNewPrivs:\t1\nSeccomp:\t2\n/);
    expect(confined).not.toMatch(/Uid:\t0\t/);
    const page = await succeedIn(machine, 'curl -sf -H "accept: text/html" http://127.0.0.1:3000/');
    expect(page).toContain('<title>BandMate');

    await succeedIn(
      machine,
      `curl -sf -H "content-type: application/json" -d '${account}' http://127.0.0.1:3000/api/auth/register`,
    );
    expect(await succeedIn(machine, 'bandmate-server admin users')).toContain('ana@example.org');
    await succeedIn(machine, 'echo REGISTRATION=closed >> /etc/bandmate/server.env');

    await succeedIn(machine, 'dpkg --force-confdef --force-confold --install /packages/newer.deb');
    const upgraded = await until(async () => {
      const health = await untilHealthy(machine);
      return health.version === '99.0.0' && health;
    });
    expect(upgraded.registration).toBe('closed');
    expect(await succeedIn(machine, 'bandmate-server admin users')).toContain('ana@example.org');
    expect(await succeedIn(machine, 'cat /etc/bandmate/server.env.dpkg-dist')).toContain('new in 99.0.0');
    await succeedIn(machine, 'install -d -o bandmate /backups && bandmate-server backup /backups');

    const service = await succeedIn(machine, 'systemctl show --value -p MainPID bandmate-server');
    await succeedIn(machine, 'dpkg --remove bandmate-server');
    expect((await machine.run(`test -d /proc/${service.trim()}`)).code).toBe(1);
    await succeedIn(machine, 'test -f /var/lib/bandmate/bandmate.sqlite && test -f /etc/bandmate/server.env');

    await succeedIn(machine, 'dpkg --install /packages/newer.deb');
    expect(await untilHealthy(machine)).toMatchObject({ registration: 'closed' });
    expect(await succeedIn(machine, 'bandmate-server admin users')).toContain('ana@example.org');

    const purged = await succeedIn(machine, 'dpkg --purge bandmate-server');
    expect(purged).toContain("the band's data is still in /var/lib/bandmate");
    await succeedIn(machine, 'test ! -e /etc/bandmate && test ! -e /usr/lib/bandmate-server');
    expect(await succeedIn(machine, 'stat -c %U /var/lib/bandmate/bandmate.sqlite')).toBe('bandmate\n');
    await succeedIn(machine, 'rm -rf /var/lib/bandmate && deluser --system bandmate');

    await succeedIn(machine, 'dpkg --install /packages/older.deb && systemctl stop bandmate-server');
    await succeedIn(machine, 'rm -rf /var/lib/bandmate/* && dpkg --purge bandmate-server');
    const left = await machine.run(
      'id bandmate; ls -d /var/lib/bandmate /etc/bandmate; find /etc/systemd -name "bandmate*"',
    );
    expect(left.output).not.toMatch(/uid=|^\//m);
  },
);
