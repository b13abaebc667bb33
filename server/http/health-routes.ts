import { Router } from 'express';
import packageJson from '../../package.json' with { type: 'json' };
import type { Health, Probe } from '../../protocol/wire/health.ts';
import { protocolVersion } from '../../protocol/wire/version.ts';
import type { ServerContext } from '../context.ts';
import { readEpoch } from '../events/log.ts';
import type { Readiness } from '../readiness.ts';
import { sendFailure } from './answer.ts';

/**
 * For clients: `/api/health`, which reads the database. For whatever supervises the process: `live`, which only shows that
 * it still answers; a restart would help if it didn't. For a balancer: `ready`.
 */
export function createHealthRoutes(
  { db, registration }: ServerContext,
  readiness: Pick<Readiness, 'check'>,
): Router {
  const router = Router();
  router.get('/api/health', async (_request, response) => {
    const { version } = packageJson;
    const health: Health = {
      ...{ status: 'ok', version, protocolVersion, epoch: await readEpoch(db) },
      registration: await registration.mode(),
    };
    response.json(health);
  });
  router.get('/api/health/live', (_request, response) => {
    response.json({ status: 'alive' } satisfies Probe);
  });
  router.get('/api/health/ready', async (_request, response) => {
    const ready = await readiness.check();
    if (!ready.ok) return sendFailure(response, ready);
    const storage = ready.data;
    response.json({ status: 'ready', ...(storage && { storage }) } satisfies Probe);
  });
  return router;
}
