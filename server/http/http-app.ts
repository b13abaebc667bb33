import type { IncomingHttpHeaders } from 'node:http';
import express, { type Express, type Router } from 'express';
import { createDocsRoutes } from '../api-docs/docs-routes.ts';
import { createBlockRoutes } from '../blocks/block-routes.ts';
import type { ServerContext } from '../context.ts';
import type { Readiness } from '../readiness.ts';
import type { HeldBuild } from '../web/held-build.ts';
import { createWebPage } from '../web/web-page.ts';
import { createActivityRoutes } from './activity-routes.ts';
import { createAttentionRoutes } from './attention-routes.ts';
import { createCommandBatchRoutes } from './command-batch.ts';
import { createCommentRoutes } from './comment-routes.ts';
import {
  crossOrigin,
  errorAnswer,
  fittingAppsOnly,
  httpsOnly,
  notFoundHere,
  ownOriginOnly,
  requestLog,
  securityHeaders,
} from './guards.ts';
import { createHealthRoutes } from './health-routes.ts';
import { createInvitationRoutes } from './invitation-routes.ts';
import { createNotificationRoutes } from './notification-routes.ts';
import { createProjectRoutes } from './project-routes.ts';
import { requestIds } from './request-id.ts';
import { createSyncRoutes } from './sync-routes.ts';
import { createVibeRoutes } from './vibe-routes.ts';

/** All HTTP routes, after the guards that apply to every request. `signedIn` and the few open routes read the bodies. */
export function createHttpApp(
  context: ServerContext,
  parts: {
    isOriginAllowed: (headers: IncomingHttpHeaders) => boolean;
    streaming: Router[];
    routers: Router[];
    web: HeldBuild;
    readiness: Pick<Readiness, 'check'>;
  },
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', context.config.trustedProxies);
  app.use(
    requestIds(context.environment.newId),
    requestLog(context),
    securityHeaders,
    httpsOnly(context.config.publicUrl),
  );
  app.use(crossOrigin(context.config.allowedOrigins), ownOriginOnly(parts.isOriginAllowed), fittingAppsOnly);
  // Express tries one after the other: those that are asked most often come first.
  app.use(createCommandBatchRoutes(context), createCommentRoutes(context), createSyncRoutes(context));
  for (const router of parts.streaming) app.use(router);
  const routers = [
    ...parts.routers,
    createHealthRoutes(context, parts.readiness),
    createInvitationRoutes(context),
    createProjectRoutes(context),
    createAttentionRoutes(context),
    createVibeRoutes(context),
    createActivityRoutes(context),
    createNotificationRoutes(context),
    createBlockRoutes(context),
    createDocsRoutes(),
  ];
  for (const router of routers) app.use(router);
  app.use(createWebPage(parts.web));
  app.use(notFoundHere);
  app.use(errorAnswer(context.log));
  return app;
}
