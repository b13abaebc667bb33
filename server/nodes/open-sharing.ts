import { type Kysely, sql } from 'kysely';
import type { Logger } from 'pino';
import type { Environment } from '../../common/environment.ts';
import type { ServerConfig } from '../config.ts';
import type { Database } from '../db/schema.ts';
import type { IdSource } from '../ids.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { fingerprintOf } from '../secrets.ts';
import { createNodes, type Nodes } from './nodes.ts';
import { createPostgresBus } from './postgres-bus.ts';
import { type Sharing, sharingNothing } from './sharing.ts';

/**
 * Joins the servers on this database. On SQLite there are no others: the data folder is locked. Throws `DatabaseError` if one of
 * them has another secret.
 */
export async function openSharing(parts: {
  config: Pick<ServerConfig, 'databaseUrl' | 'nodeName'>;
  db: Kysely<Database>;
  ids: IdSource;
  environment: Environment;
  metrics: Metrics;
  /** Of this server. */
  secret: string;
  log: Logger;
}): Promise<Sharing> {
  const { config, db, ids, environment, metrics, log } = parts;
  const { databaseUrl } = config;
  const watch = ({ count, held }: Nodes) => {
    metrics.watch('nodes', count);
    metrics.watch('leases', held);
  };
  if (databaseUrl === null) {
    const alone = sharingNothing();
    watch(alone.nodes);
    return alone;
  }
  const nodes = createNodes({
    ...{ db, name: config.nodeName, environment, log },
    secretFingerprint: fingerprintOf(parts.secret),
  });
  await nodes.ready;
  const bus = createPostgresBus({
    ...{ databaseUrl, log, node: nodes.id },
    clock: ids.latest,
    timers: environment.clock,
    onEcho: (seconds) => metrics.hintDelay.observe(seconds),
    notify: (channel, payload) => sql`select pg_notify(${channel}, ${payload})`.execute(db),
  });
  bus.onReconnect(() => metrics.hintLosses.inc());
  watch(nodes);
  bus.onHint(({ clock }) => ids.heard(clock));
  return {
    ...{ isAlone: false, bus, nodes },
    async close() {
      await nodes.close();
      await bus.close();
    },
  };
}
