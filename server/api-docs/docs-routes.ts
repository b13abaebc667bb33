import { Router } from 'express';
import { makeDocuments } from './documents.ts';
import { overviewPage } from './overview-page.ts';

/**
 * What this server speaks, under `/api/docs`: made of the running code when it is first asked for, so it is never that
 * of another version. The page loads nothing: the policy that every answer has (`securityHeaders`) is enough for it.
 */
export function createDocsRoutes(): Router {
  let documents: ReturnType<typeof makeDocuments> | undefined;
  const router = Router();
  router.get('/api/docs', (_request, response) => void response.type('html').send(overviewPage()));
  for (const name of ['openapi.json', 'asyncapi.json'] as const) {
    router.get(`/api/docs/${name}`, (_request, response) => {
      documents ??= makeDocuments();
      response.type('json').send(documents[name]);
    });
  }
  return router;
}
