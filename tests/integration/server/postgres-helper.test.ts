import { expect, test } from 'vitest';
import {
  freshPostgresDatabase,
  hasPostgres,
  startOwnPostgres,
  startPostgres,
  withClient,
} from '../../helpers/postgres.ts';

test.skipIf(!hasPostgres)('hands out databases that know nothing of each other', async () => {
  const postgres = await startPostgres();
  const [one, other] = [await freshPostgresDatabase(postgres), await freshPostgresDatabase(postgres)];
  await withClient(one, (client) => client.query('create table mine (id text)'));
  await expect(withClient(other, (client) => client.query('select * from mine'))).rejects.toThrow('mine');
});

test.skipIf(!hasPostgres)(
  'keeps what was committed when it is stopped at once and started again',
  async () => {
    const postgres = await startOwnPostgres();
    const url = await freshPostgresDatabase(postgres);
    await withClient(url, (client) => client.query('create table kept (id text)'));
    await postgres.stop('immediate');
    await expect(withClient(url, async () => {})).rejects.toThrow('ECONNREFUSED');
    await postgres.start();
    await withClient(url, (client) => client.query('select * from kept'));
  },
);
