import { freshPostgresDatabase, startOwnPostgres } from '../../helpers/postgres.ts';
import type { S3Service } from '../../helpers/s3.ts';
import { makeBandTemplate } from './band-template.ts';
import { nodesOn } from './nodes.ts';
import { visitorCount } from './plan.ts';
import { runSeries, type Series, type SeriesOptions } from './series.ts';

/** Chaos on three nodes: one series at a time, because all seeds share the PostgreSQL that is stopped. */
export async function runNodesSeries(
  options: Omit<SeriesOptions, 'parallel' | 'openServers'>,
  s3: S3Service | null,
): Promise<Series> {
  const postgres = await startOwnPostgres();
  const databaseUrl = await freshPostgresDatabase(postgres);
  const band = await makeBandTemplate(undefined, { databaseUrl }, visitorCount);
  return runSeries(band, { ...options, parallel: 1, openServers: nodesOn(postgres, databaseUrl, s3) });
}
