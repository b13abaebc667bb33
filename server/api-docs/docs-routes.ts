import { Router } from 'express';
import { makeDocuments } from './documents.ts';
import { overviewPage } from './overview-page.ts';

/**
 * The API documentation of this server, under `/api/docs`. It is made from the running code on the first request, so it
 * always describes this version. The page loads nothing, so it needs no more than the policy of every answer
 * (`securityHeaders`).
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
