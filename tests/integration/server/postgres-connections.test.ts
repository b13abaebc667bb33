import { expect, it } from 'vitest';
import { openPostgres } from '../../../server/db/postgres/open-postgres.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { freshPostgresDatabase, hasPostgres, startPostgres, withClient } from '../../helpers/postgres.ts';

const endAll = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;

it.runIf(hasPostgres)(
  'goes on after PostgreSQL has ended a connection that a transaction holds',
  async () => {
    const url = await freshPostgresDatabase(await startPostgres());
    const db = await openPostgres<{ meta: { key: string; value: string } }>(url);
    disposeLater(() => db.destroy());
    const count = () => db.selectFrom('meta').selectAll().execute();

    const broken = db.transaction().execute(async (tx) => {
      await withClient(url, (client) => client.query(endAll));
      // The end of the connection arrives while nothing is asked.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await tx.selectFrom('meta').selectAll().execute();
    });

    await expect(broken).rejects.toThrow();
    await expect.poll(count).toEqual(expect.any(Array));
  },
);
