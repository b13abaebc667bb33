import { join } from 'node:path';
import { copyDatabase, type Postgres, withClient } from '../../helpers/postgres.ts';
import type { S3Service } from '../../helpers/s3.ts';
import { startUnrulyProxy, type UnrulyProxy, type Weather } from '../unruly-proxy.ts';
import { type BandReader, readBand, readBandHead, type Select } from './band-rows.ts';
import { nodeCount } from './plan.ts';
import { createServerProcess, type OpenServers, type ServerProcess, type Servers } from './servers.ts';
import { openChaosStorage } from './storage.ts';

/** A node, with the proxy through which it reaches PostgreSQL. */
type Node = ServerProcess & { toPostgres: UnrulyProxy; isAvoided: boolean };

/**
 * Three nodes on a copy of the band's database. Each client reaches one of them, as through a balancer: another one,
 * once its own is dead or is known to have lost the database. Without an S3, their files are on their disks.
 */
export function nodesOn(postgres: Postgres, bandDatabase: string, s3: S3Service | null): OpenServers {
  return async ({ home, proxies, complain, whenReady }) => {
    const databaseUrl = await copyDatabase(postgres, new URL(bandDatabase).pathname.slice(1));
    const storage = s3 && (await openChaosStorage(s3, nodeCount));
    const nodes: Node[] = [];
    let kills = 0;

    function balance(): void {
      const able = nodes.filter((node) => node.url() !== null && !node.isAvoided);
      for (const [index, proxy] of proxies.entries()) {
        const own = nodes[index % nodeCount];
        const node = own && able.includes(own) ? own : able[index % Math.max(1, able.length)];
        const url = node?.url();
        proxy.setTarget(url ? Number(new URL(url).port) : null);
      }
    }

    for (let number = 1; number <= nodeCount; number++) {
      const toPostgres = await startUnrulyProxy(postgres.port);
      const through = new URL(databaseUrl);
      through.port = new URL(toPostgres.url).port;
      const name = `node-${number}`;
      const node = createServerProcess({
        ...{ name, complain, isPersistent: true },
        env: {
          ...{ PORT: '0', DATABASE_URL: through.href, DATA_DIR: join(home, name) },
          ...{ NODE_NAME: name, LOG_LEVEL: 'error' },
          ...(storage && { STORAGE_URL: storage.urls[number - 1] ?? '' }),
        },
        whenReady: () => {
          balance();
          whenReady(home);
        },
      });
      nodes.push({ ...node, toPostgres, isAvoided: false });
    }

    const cluster: Cluster = { postgres, databaseUrl, nodes, balance, isDatabaseStopped: false };
    return {
      ...postgresReader(databaseUrl),
      ...(storage && { storage }),
      url: () => nodes.flatMap((node) => (node.isAvoided ? [] : (node.url() ?? [])))[0] ?? '',
      urls: () => nodes.flatMap((node) => node.url() ?? []),
      isAlive: () => nodes.some((node) => node.isAlive()),
      start: async () => void (await Promise.all(nodes.map((node) => node.start()))),
      async kill() {
        const alive = nodes.filter((node) => node.isAlive());
        const killed = alive[kills++ % Math.max(1, alive.length)]?.kill();
        balance();
        await killed;
      },
      trouble: (random) => makeTrouble(random, cluster),
      async close() {
        await Promise.all(nodes.map((node) => node.kill()));
        await Promise.all(nodes.map(({ toPostgres }) => toPostgres.close()));
      },
    };
  };
}

/** The ways in which a node can be cut off from its database. */
const weathers: Weather[] = [{ kind: 'refuse' }, { kind: 'vanish' }, { kind: 'stall', direction: 'both' }];

type Cluster = {
  postgres: Postgres;
  databaseUrl: string;
  nodes: Node[];
  balance(): void;
  /** By one trouble: another that comes meanwhile leaves it alone. */
  isDatabaseStopped: boolean;
};

async function makeTrouble(random: () => number, cluster: Cluster): ReturnType<Required<Servers>['trouble']> {
  const { postgres, databaseUrl, nodes, balance } = cluster;
  const node = nodes[Math.floor(random() * nodes.length)] as Node;
  const dice = random();
  if (dice < 0.25) {
    await endBackends(databaseUrl, "query ilike 'listen %'");
    return async () => {};
  }
  if (dice < 0.4) {
    node.toPostgres.strike({ kind: 'cut' });
    return async () => {};
  }
  if (dice < 0.55) {
    await endBackends(databaseUrl, 'true');
    return async () => {};
  }
  if (dice < 0.7) {
    const how = random() < 0.5 ? 'fast' : 'immediate';
    if (cluster.isDatabaseStopped) return async () => {};
    cluster.isDatabaseStopped = true;
    await postgres.stop(how);
    return async () => {
      await postgres.start();
      cluster.isDatabaseStopped = false;
    };
  }
  const weather = weathers[Math.floor(random() * weathers.length)] as Weather;
  node.toPostgres.setWeather(weather);
  node.toPostgres.strike(weather.kind === 'refuse' ? { kind: 'cut' } : weather);
  // A balancer notices only after a while.
  node.isAvoided = random() < 0.5;
  balance();
  return async () => {
    node.toPostgres.heal();
    node.isAvoided = false;
    balance();
  };
}

/** Ends connections to the database, as an operator may. It may be down itself. */
async function endBackends(databaseUrl: string, condition: string): Promise<void> {
  const statement = `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and ${condition}`;
  await withClient(databaseUrl, (client) => client.query(statement)).catch(() => undefined);
}

function postgresReader(databaseUrl: string): BandReader {
  const withSelect = <Value>(use: (select: Select) => Promise<Value>) =>
    withClient(databaseUrl, async (client) => {
      await client.query('begin isolation level repeatable read read only');
      return use(async (sql) => (await client.query(sql)).rows);
    });
  return {
    read: (projectId) =>
      withSelect(async (select) => ({ ...(await readBand(select, projectId)), damage: [] })),
    readHead: (topic) => withSelect((select) => readBandHead(select, topic)),
  };
}
