import { Router } from 'express';
import packageJson from '../../package.json' with { type: 'json' };
import type { Health } from '../../protocol/wire/health.ts';
import { protocolVersion } from '../../protocol/wire/version.ts';
import type { ServerContext } from '../context.ts';
import { readEpoch } from '../events/log.ts';

/** Reads the database, so that "ok" means the server can answer requests. */
export function createHealthRoutes({ db, registration }: ServerContext): Router {
  const router = Router();
  router.get('/api/health', async (_request, response) => {
    const { version } = packageJson;
    const health: Health = {
      ...{ status: 'ok', version, protocolVersion, epoch: await readEpoch(db) },
      registration: await registration.mode(),
    };
    response.json(health);
  });
  return router;
}
