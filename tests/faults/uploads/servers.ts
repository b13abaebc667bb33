import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import pino from 'pino';
import { systemEnvironment } from '../../../common/environment.ts';
import type { ServerContext } from '../../../server/context.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { sweep } from '../../../server/files/sweep.ts';
import { collect } from '../../../server/storage/in-turns.ts';
import { createKeyedLock } from '../../../server/storage/keyed-lock.ts';
import { openStores } from '../../../server/storage/open-stores.ts';
import { copyDatabase, type Postgres, withClient } from '../../helpers/postgres.ts';
import { openTestS3, startS3 } from '../../helpers/s3.ts';
import type { Select } from '../chaos/band-rows.ts';
import type { BandTemplate } from '../chaos/band-template.ts';
import { type Program, startProgram } from '../program.ts';

/** A server for uploads, or two nodes of which one serves. */
export type UploadServers = {
  /** The process that serves. */
  serving(): Program;
  port(): number;
  /** After the death of the one that served. */
  replace(): Promise<void>;
  select: Select;
  /** The objects that are left and should not be, once everything is done and swept. */
  findLeft(): Promise<string[]>;
  close(): Promise<void>;
};

export type OpenUploadServers = (band: BandTemplate, home: string) => Promise<UploadServers>;

type Running = { program: Program; port: number };

async function start(env: Record<string, string>): Promise<Running> {
  const listening = Promise.withResolvers<string>();
  const program = startProgram(
    'server/index.ts',
    { PORT: '0', LOG_LEVEL: 'error', ...env },
    listening.resolve,
  );
  const url = await Promise.race([
    listening.promise,
    program.ended.then(() => Promise.reject(new Error(`A server did not start: ${program.complaints()}`))),
  ]);
  return { program, port: Number(new URL(url).port) };
}

export const openOneServer: OpenUploadServers = async (band, home) => {
  const folder = join(home, 'server');
  await mkdir(folder);
  await band.copyTo(folder);
  let running = await start({ DATA_DIR: folder });
  return {
    serving: () => running.program,
    port: () => running.port,
    async replace() {
      running = await start({ DATA_DIR: folder });
    },
    async select(sql) {
      const file = join(folder, 'bandmate.sqlite');
      const database = new SQLite(file, { readonly: true, timeout: 5_000 });
      try {
        return database.prepare(sql).all() as Record<string, unknown>[];
      } finally {
        database.close();
      }
    },
    findLeft: async () => [],
    close: () => running.program.kill(),
  };
};

/** Two nodes with their bytes in S3: the death of one leaves its uploads to the other. */
export function nodesOnS3(postgres: Postgres, bandDatabase: string): OpenUploadServers {
  return async (_band, home) => {
    const databaseUrl = await copyDatabase(postgres, new URL(bandDatabase).pathname.slice(1));
    const storageUrl = (await startS3()).freshUrl();
    let started = 0;
    const startNode = () => {
      const name = `node-${++started}`;
      const places = { DATABASE_URL: databaseUrl, STORAGE_URL: storageUrl, DATA_DIR: join(home, name) };
      return start({ ...places, NODE_NAME: name });
    };
    let [serving, standby] = await Promise.all([startNode(), startNode()]);
    return {
      serving: () => serving.program,
      port: () => serving.port,
      async replace() {
        serving = standby;
        standby = await startNode();
      },
      select: (sql) => withClient(databaseUrl, async (client) => (await client.query(sql)).rows),
      async findLeft() {
        const db = await openDatabase(databaseUrl);
        const stores = await openStores(
          { dataDirectory: home, databaseUrl, storageUrl },
          systemEnvironment.clock,
        );
        const log = pino({ level: 'silent' });
        const context = { db, log, environment: systemEnvironment } as ServerContext;
        await sweep({ context, ...stores, locks: createKeyedLock() }, new AbortController().signal);
        const rows = await db.selectFrom('file').select('sha256').execute();
        await db.destroy();
        const used = new Set(rows.map(({ sha256 }) => `blobs/${sha256}`));
        const s3 = await openTestS3(storageUrl);
        const kept = await Promise.all(
          ['uploads/', 'blobs/', 'removals/'].map((below) => collect(s3.list(below))),
        );
        return kept.flat().flatMap(({ key }) => (used.has(key) ? [] : [`${key} is left in S3`]));
      },
      async close() {
        await Promise.all([serving.program.kill(), standby.program.kill()]);
      },
    };
  };
}
