import { join } from 'node:path';
import { temporaryFolder } from './disposal.ts';
import { placeFreshDatabase } from './fresh-database.ts';
import { freshPostgresDatabase, hasPostgres, sharedPostgres } from './postgres.ts';

/** For tests that run on each kind of database. `open` answers the address of a fresh one. */
export const bothDatabases: { name: string; isHere: boolean; open(): Promise<string> }[] = [
  {
    name: 'SQLite',
    isHere: true,
    async open() {
      const folder = await temporaryFolder();
      await placeFreshDatabase(folder);
      return join(folder, 'bandmate.sqlite');
    },
  },
  {
    name: 'PostgreSQL',
    isHere: hasPostgres,
    open: async () => freshPostgresDatabase(await sharedPostgres()),
  },
];
