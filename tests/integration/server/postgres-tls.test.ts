import { spawnSync } from 'node:child_process';
import { chownSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { thisMachine } from '../../../tools/setup/chromium.ts';
import { findOpenssl } from '../../../tools/setup/peers.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { hasPostgres, startOwnPostgres, withClient } from '../../helpers/postgres.ts';
import { addressOf, runServer } from '../../helpers/server-process.ts';
import { until } from '../../helpers/until.ts';

const hasOpenssl = findOpenssl(thisMachine()) !== undefined;

/** The certificate of an authority, and one of `localhost` that it has signed. */
async function makeCertificates() {
  const folder = await temporaryFolder();
  const openssl = (line: string) => {
    const { status, stderr } = spawnSync('openssl', line.split(' '), { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  const key = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
  openssl(`req -x509 ${key} -keyout ca.key -out ca.pem -subj /CN=Band -days 2`);
  openssl(`req ${key} -keyout server.key -out server.csr -subj /CN=localhost`);
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:localhost');
  openssl(
    'x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.crt -days 2 -extfile names',
  );
  return { folder, authority: join(folder, 'ca.pem') };
}

/** A PostgreSQL with TLS, and an empty database in it. */
async function startWithTls() {
  const { folder, authority } = await makeCertificates();
  const postgres = await startOwnPostgres();
  await withClient(postgres.url('postgres'), async (client) => {
    await client.query('create database band');
    const { rows } = await client.query('show data_directory');
    const data: string = rows[0].data_directory;
    const { uid, gid } = statSync(data);
    for (const name of ['server.key', 'server.crt']) {
      const file = join(data, name);
      writeFileSync(file, readFileSync(join(folder, name)), { mode: 0o600 });
      chownSync(file, uid, gid);
    }
    await client.query('alter system set ssl = on');
    await client.query('select pg_reload_conf()');
  });
  await until(() =>
    withClient(
      postgres.url('postgres'),
      async (client) => (await client.query('show ssl')).rows[0].ssl === 'on',
    ),
  );
  return {
    authority: `sslrootcert=${authority}`,
    address: (query: string, host = 'localhost') =>
      `postgres://bandmate@${host}:${postgres.port}/band?${query}`,
    /** Whether the connections of servers are encrypted. */
    encrypted: () =>
      withClient(postgres.url('postgres'), async (client) => {
        const { rows } = await client.query(
          `select ssl from pg_stat_ssl join pg_stat_activity using (pid) where application_name like 'bandmate%'`,
        );
        return rows.length > 0 && rows.every(({ ssl }) => ssl === true);
      }),
  };
}

test.runIf(hasPostgres && hasOpenssl)(
  'sslmode=require encrypts, verifies certificate and name, and leaves the log one of JSON',
  async () => {
    const { authority, address, encrypted } = await startWithTls();
    const run = async (databaseUrl: string) =>
      runServer({ DATABASE_URL: databaseUrl, DATA_DIR: await temporaryFolder(), LOG_LEVEL: 'info' });
    const serving = await run(address(`sslmode=require&${authority}`));
    await addressOf(serving);
    expect(await encrypted()).toBe(true);
    const lines = serving.output.stderr.trim().split('\n');
    expect(lines.filter((line) => !line.startsWith('{'))).toEqual([]);

    const unknown = await run(address('sslmode=require'));
    expect(await unknown.ended).toBe(1);
    expect(unknown.output.stderr).toMatch(
      /^PostgreSQL can't be reached: unable to verify the first certificate/,
    );
    const otherName = await run(address(`sslmode=require&${authority}`, '127.0.0.1'));
    expect(await otherName.ended).toBe(1);
    expect(otherName.output.stderr).toMatch(/^PostgreSQL can't be reached: Hostname\/IP does not match/);
  },
);
