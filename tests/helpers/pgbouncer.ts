import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { thisMachine } from '../../tools/setup/chromium.ts';
import { findPgbouncer } from '../../tools/setup/peers.ts';
import { disposeLater, temporaryFolder } from './disposal.ts';
import { freePort } from './free-port.ts';
import { withClient } from './postgres.ts';
import { until } from './until.ts';

const program = findPgbouncer(thisMachine());

export const hasPgbouncer = program !== undefined;

/** A PgBouncer in front of the cluster of this database. Answers the address of the database by way of it. */
export async function startPgbouncer(url: string, mode: 'session' | 'transaction'): Promise<string> {
  if (program === undefined) throw new Error('PgBouncer is not installed.');
  const folder = await temporaryFolder('bandmate-pgbouncer');
  const file = join(folder, 'pgbouncer.ini');
  const [direct, port] = [new URL(url), await freePort()];
  const lines = [
    '[databases]',
    `* = host=127.0.0.1 port=${direct.port} user=${direct.username}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    `pool_mode = ${mode}`,
    'default_pool_size = 60',
  ];
  await writeFile(file, lines.join('\n'));
  // It refuses to run as root.
  await chmod(folder, 0o755);
  const user = process.getuid?.() === 0 ? ['-u', 'postgres'] : [];
  const bouncer = spawn(program, ['-q', ...user, file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  bouncer.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const ended = once(bouncer, 'close');
  disposeLater(async () => {
    bouncer.kill('SIGKILL');
    await ended;
  });
  const address = new URL(url);
  address.port = String(port);
  await until(
    () => {
      if (bouncer.exitCode !== null) throw new Error(output);
      return withClient(address.href, async () => true).catch(() => false);
    },
    { what: 'PgBouncer to answer' },
  );
  return address.href;
}
