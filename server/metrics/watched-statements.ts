import type { Logger } from 'pino';
import type { ServerConfig } from '../config.ts';
import type { OnStatement } from '../db/on-statement.ts';
import type { Metrics } from './metrics.ts';

const kinds: Record<string, string> = {
  SelectQueryNode: 'select',
  InsertQueryNode: 'insert',
  UpdateQueryNode: 'update',
  DeleteQueryNode: 'delete',
};

/**
 * Measures each statement of the database, and logs slow ones: the text with its placeholders, never the values, which
 * hold what people write.
 */
export function watchedStatements(parts: {
  metrics: Pick<Metrics, 'statements' | 'slowStatements'>;
  config: Pick<ServerConfig, 'slowQueryMilliseconds'>;
  log: Logger;
}): OnStatement {
  const { metrics, log } = parts;
  const { slowQueryMilliseconds } = parts.config;
  return ({ level, query, queryDurationMillis: milliseconds }) => {
    metrics.statements.observe({ kind: kindOf(query.query.kind, query.sql) }, milliseconds / 1000);
    if (slowQueryMilliseconds === 0 || milliseconds < slowQueryMilliseconds) return;
    metrics.slowStatements.inc();
    const failed = level === 'error';
    log.warn({ statement: query.sql, milliseconds: Math.round(milliseconds), failed }, 'Slow statement');
  };
}

/** `commit` is apart from the others: it is where SQLite waits for the disk. */
function kindOf(node: string, statement: string): string {
  const known = kinds[node];
  if (known) return known;
  return statement.startsWith('commit') ? 'commit' : 'other';
}
