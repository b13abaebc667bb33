import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import {
  dropDatabase,
  freshPostgresDatabase,
  hasPostgres,
  sharedPostgres,
  withClient,
} from '../../helpers/postgres.ts';
import { runServer } from '../../helpers/server-process.ts';

/** The address of an empty database, for a role of its own that owns nothing. */
async function makeDatabase({ options = '', prepare = '' }): Promise<string> {
  const postgres = await sharedPostgres();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const run = (text: string) => withClient(postgres.url('postgres'), (client) => client.query(text));
  await run(`create role ${name} login`);
  await run(`create database ${name} template template0 ${options}`);
  disposeLater(async () => {
    await dropDatabase(postgres.url(name));
    await run(`drop role ${name}`);
  });
  await withClient(postgres.url(name), (client) => client.query(prepare.replaceAll('@role', name)));
  const address = new URL(postgres.url(name));
  address.username = name;
  return address.href;
}

/** Starts a server that prints something and ends. */
async function start(databaseUrl: string) {
  const running = runServer({ DATABASE_URL: databaseUrl, DATA_DIR: await temporaryFolder() });
  const code = await running.ended;
  return { code, ...running.output };
}

const mayMakeTables = 'grant create on schema public to @role;';
const unfit: [what: string, Parameters<typeof makeDatabase>[0], RegExp][] = [
  [
    'another encoding',
    { options: "encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C'", prepare: mayMakeTables },
    /^The database at DATABASE_URL has the encoding SQL_ASCII, and BandMate needs UTF8\. Make another one: create database/,
  ],
  [
    'no right to make tables',
    {},
    /^The user of DATABASE_URL lacks a right: permission denied for schema public\. Make it the owner/,
  ],
  [
    'a table of another program',
    { prepare: `create table public."user" (id int); ${mayMakeTables}` },
    /^The database at DATABASE_URL has tables of another program: relation "user" already exists\. Give/,
  ],
  [
    'no schema public',
    { prepare: 'drop schema public' },
    /^The database at DATABASE_URL has no schema public\. Make one/,
  ],
  [
    'no right to read the tables',
    {
      prepare: `create table public.kysely_migration (name text, timestamp text);
        create table public.kysely_migration_lock (id text, is_locked integer); ${mayMakeTables}`,
    },
    /^The user of DATABASE_URL lacks a right: permission denied for table kysely_migration/,
  ],
];

describe.runIf(hasPostgres)(
  'a server that can’t use its database prints one sentence and exits with 1',
  () => {
    const expectSentence = async (databaseUrl: string, sentence: RegExp) => {
      const { code, stdout, stderr } = await start(databaseUrl);
      expect(stderr).toMatch(sentence);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    };

    test.each(unfit)('with %s', async (_, database, sentence) => {
      await expectSentence(await makeDatabase(database), sentence);
    });

    test('with one that takes no changes', async () => {
      const address = await freshPostgresDatabase(await sharedPostgres());
      const readOnly = `alter database ${new URL(address).pathname.slice(1)} set default_transaction_read_only = on`;
      await withClient(address, (client) => client.query(readOnly));
      await expectSentence(
        address,
        /^PostgreSQL takes no changes: it is a standby, or set to read-only\. Let DATABASE_URL/,
      );
    });

    test.each([
      ['postgres://band:%ff@127.0.0.1/band', /^PostgreSQL can't be reached: .+\. Check DATABASE_URL\.$/m],
      [
        'postgres://band@127.0.0.1/band?sslmode=verify-full&sslrootcert=/nowhere/ca.pem',
        /^PostgreSQL can't be reached: .*\/nowhere\/ca\.pem'?\. Check DATABASE_URL\.$/m,
      ],
    ])('with the address %s', async (address, sentence) => {
      await expectSentence(address, sentence);
    });
  },
);
