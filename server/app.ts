import http from 'node:http';
import { setImmediate } from 'node:timers/promises';
import type { Express } from 'express';
import { systemEnvironment } from '../common/environment.ts';
import { createSerialQueue } from '../common/serial-queue.ts';
import { createAccountMail } from './account/account-mail.ts';
import { createAddress } from './address.ts';
import { createLocalAttempts } from './attempts/attempt-store.ts';
import { createSharedAttempts } from './attempts/shared-attempts.ts';
import { createAuditNotes } from './audit/audit-notes.ts';
import { createAuthRouters } from './auth/auth-routers.ts';
import { createOriginCheck } from './auth/origin.ts';
import { createPasswordGuards } from './auth/password-guards.ts';
import { endAllIfSecretIsNew } from './auth/secret-change.ts';
import { createSessions, type Sessions, toActor } from './auth/sessions.ts';
import { handlers } from './commands/handlers.ts';
import { createInvitationToken } from './commands/invitation-token.ts';
import { defaultConfig, type ServerConfig } from './config.ts';
import type { ServerContext } from './context.ts';
import { databaseSweeps } from './database-sweeps.ts';
import { drain } from './drain.ts';
import { createFileRoutes } from './files/file-routes.ts';
import { createUploadRoutes } from './files/upload-routes.ts';
import { limitBodyTime } from './http/body.ts';
import { createChatRoutes } from './http/chat-routes.ts';
import { limitConnections } from './http/connection-limits.ts';
import { createHttpApp } from './http/http-app.ts';
import { createLeaving } from './http/leaving.ts';
import { createProjectImageRoutes } from './http/project-image-routes.ts';
import { createSearchRoutes } from './http/search-routes.ts';
import { createIdSource, readLastId } from './ids.ts';
import { createLog } from './log.ts';
import { createMailer } from './mail/mailer.ts';
import { createNewsMail } from './mail/news-mail.ts';
import { createUnsubscribeRoutes } from './mail/unsubscribe-routes.ts';
import { createMarkedDownload } from './markers/marked-download.ts';
import { createMarkerRoutes } from './markers/marker-routes.ts';
import { createMeasuredDispatcher } from './metrics/measured-dispatcher.ts';
import { measuredStores } from './metrics/measured-stores.ts';
import { createMetrics } from './metrics/metrics.ts';
import { openMetricsServer } from './metrics/metrics-server.ts';
import { watchedStatements } from './metrics/watched-statements.ts';
import { createClockCheck } from './nodes/clock-check.ts';
import type { Nodes } from './nodes/nodes.ts';
import { openSharing } from './nodes/open-sharing.ts';
import { createBulkNotifier } from './notifications/bulk-notifier.ts';
import { openData } from './open-data.ts';
import { createAdminRoutes } from './operator/admin-routes.ts';
import { createAnnouncementRoutes } from './operator/announcement-routes.ts';
import { createOperator } from './operator/create-operator.ts';
import { openLocalChannel } from './operator/local-channel.ts';
import { createRegistration } from './operator/registration.ts';
import { createReadiness, type Readiness } from './readiness.ts';
import { openReading } from './reading/open-reading.ts';
import { createRealtime, type Realtime } from './realtime/realtime.ts';
import { createSearch } from './search/create-search.ts';
import { createShareLinkRoutes } from './share/share-link-routes.ts';
import { createSharePage } from './share/share-page.ts';
import { createSharedContentRoutes } from './share/shared-content-routes.ts';
import { createSoundWork } from './sound-work.ts';
import { createStemRoutes } from './stems/stem-routes.ts';
import type { BlobStore } from './storage/blob-store.ts';
import { holdStorage, keepsFiles, openStores, sharesFiles } from './storage/open-stores.ts';
import { onOneNode, type Sweep, sweepRegularly } from './sweeping.ts';
import { warnOfClearText } from './warn-of-clear-text.ts';
import { createHeldBuild } from './web/held-build.ts';

/** A server that accepts connections. */
export type RunningServer = {
  /** The address it listens on, without a trailing slash. */
  url: string;
  port: number;
  /** The address of its figures, or null. */
  metricsUrl: string | null;
  /** The HTTP application, from which the mounted routes can be read. */
  app: Express;
  /** Empties it before it is closed, if a balancer is in front (`drainSeconds`). */
  drain(): Promise<void>;
  /** Accepts no more, lets requests in flight finish (for up to 10 s), and releases the data folder. */
  close(): Promise<void>;
};

const closingMilliseconds = 10_000;

/** Waits for three turns of the event loop: clients that were just answered may send their next change meanwhile. */
async function passThreeTurns(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await setImmediate();
}

/** How long one request may take to arrive. Node's five minutes are too short for a large file on a slow connection. */
const requestMilliseconds = 24 * 60 * 60 * 1000;

/**
 * Puts a server together and starts it. Throws `DataFolderError` if the data folder can't be used, and
 * `ListenError` if the port can't.
 */
export async function createServer(partialConfig: Partial<ServerConfig> = {}): Promise<RunningServer> {
  const asked = { ...defaultConfig, ...partialConfig };
  const log = createLog(asked);
  const metrics = createMetrics();
  await using undo = new AsyncDisposableStack();

  const data = await openData(asked, watchedStatements({ config: asked, metrics, log }));
  undo.defer(data.close);
  const { db, reads } = data;
  const config: ServerConfig = { ...asked, dataDirectory: data.path };
  for (const warning of data.warnings) log.warn(warning);
  const { clock } = systemEnvironment;
  const ids = createIdSource({ now: clock.now, after: await readLastId(db) });
  const environment = { ...systemEnvironment, newId: ids.newId };
  const sharing = await openSharing({ ...data, config, ids, environment, metrics, log });
  const { nodes } = sharing;
  undo.defer(sharing.close);

  const queue = createSerialQueue();
  undo.defer(queue.idle);
  const address = createAddress(config);
  const { publicUrl } = address;
  const invitationToken = createInvitationToken(data.linkSecret);
  const dispatcher = createMeasuredDispatcher({
    ...{ db, queue, handlers, publicUrl, invitationToken, environment, metrics, log },
    gather: passThreeTurns,
  });

  await endAllIfSecretIsNew(dispatcher, data.secret, log);

  const cookies = { secret: data.secret, secureCookies: isHttps(config) };
  const sessions = createSessions(db, { ...cookies, environment, log });
  const { isAllowed: isOriginAllowed, isOwnPage } = createOriginCheck(config);
  const realtime = createRealtime({
    ...{ config, db, queue, sessions, isOriginAllowed, environment, sharing, metrics, log },
  });
  dispatcher.onCommitted(realtime.poke);
  const bulkNotifier = createBulkNotifier({ db, dispatcher, nodes, clock, log });
  undo.defer(bulkNotifier.close);

  const mailer = createMailer({ ...config, from: config.mailFrom, clock, log });
  undo.defer(mailer.close);
  const audit = createAuditNotes({ db, clock, log });
  undo.defer(audit.close);
  const context: ServerContext = {
    ...{ config, db, reads, dispatcher, environment, publicUrl, mailer, audit, metrics, log },
    registration: createRegistration({ db, config, clock }),
    attempts: sharing.isAlone ? createLocalAttempts(clock.monotonic) : createSharedAttempts(db),
    authenticate: (headers) => sessions.find(headers).then((session) => session && toActor(session.account)),
  };
  const newsMail = createNewsMail(context, realtime.isOnline, nodes);
  undo.defer(newsMail.close);
  const accountMail = createAccountMail(context);
  undo.defer(accountMail.idle);
  undo.defer(holdStorage(config).release);
  const opened = await openStores(config, clock, (err) =>
    log.warn({ err }, 'the storage for files can’t be used yet'),
  );
  const stores = measuredStores(opened, metrics);
  const { blobs } = stores;
  const reading = openReading(config, log);
  undo.defer(reading.close);
  const { readers, inspector, findPlayable } = reading;
  const sounds = createSoundWork(context, { blobs, realtime, sharing, findPlayable });
  const { measurements, differences, copies } = sounds;
  metrics.watchQueues({ changes: dispatcher, news: bulkNotifier, mail: mailer, measurements, copies });
  const sendMarked = createMarkedDownload(context, { blobs, differences, readers });
  const uploads = createUploadRoutes(context, stores, inspector);
  const search = createSearch({ ...data, deadlineMilliseconds: config.searchMilliseconds, log });
  undo.defer(search.close);

  const operator = createOperator(context, blobs, realtime);
  const guards = createPasswordGuards(config, clock, context.attempts);
  const web = createHeldBuild(config.webDirectory);
  const readiness = watchReadiness(context, blobs);
  const app = createHttpApp(context, {
    ...{ isOriginAllowed, web, readiness },
    streaming: [
      uploads.router,
      createFileRoutes(context, stores, inspector, sendMarked),
      ...sounds.routers,
      createStemRoutes(context, blobs, readers),
      createMarkerRoutes(context, differences),
      createProjectImageRoutes(context, blobs, inspector),
    ],
    routers: [
      ...createAuthRouters(context, {
        ...{ mail: accountMail, sessions, guards, cookies, realtime, isOwnPage },
      }),
      createChatRoutes(context, realtime.isOnline),
      createSearchRoutes(context, search),
      createShareLinkRoutes(context, guards.shares),
      createSharedContentRoutes(context, {
        ...{ blobs, findPlayable, measurements, copies, passwords: guards.shares, ...cookies },
        secret: data.linkSecret,
      }),
      createSharePage(context, { measurements, web }),
      createAdminRoutes(context, operator),
      createAnnouncementRoutes(context),
      createUnsubscribeRoutes(context),
    ],
  });
  const { httpServer, leaving } = createHttpServer(context, app, realtime);
  undo.defer(() => closeConnections(httpServer, realtime.close));

  const { url, port } = await address.listen(httpServer);
  const metricsServer = await openMetricsServer(metrics, config);
  undo.defer(metricsServer.close);
  const channel = await openLocalChannel(data.path, operator, log);
  undo.defer(channel.close);
  sounds.catchUp();
  bulkNotifier.catchUp();
  const stopSweeping = sweepRegularly(sweepsOf(context, { nodes, uploads, sessions }), log);
  // Before connections are waited for: an upload may take hours, and can be resumed later.
  undo.defer(async () => {
    await uploads.close();
    await sounds.close();
    // Uploads are closed by now, which ends their sweep.
    await stopSweeping();
  });
  warnOfClearText(config, log);
  log.info({ url, dataDirectory: data.path }, 'listening');
  const running = undo.move();
  return {
    ...{ url, port, app, metricsUrl: metricsServer.url },
    drain: () => drain({ readiness, leaving, realtime, uploads, clock }, config.drainSeconds),
    close: () => running.disposeAsync(),
  };
}

function watchReadiness({ config, db, environment, metrics }: ServerContext, blobs: BlobStore): Readiness {
  const own = keepsFiles(config) ? blobs : null;
  const isStorageShared = sharesFiles(config);
  const readiness = createReadiness({ db, blobs: own, isStorageShared }, environment.clock);
  if (own) metrics.watch('storage', async () => Number((await readiness.storage()) === 'reachable'));
  return readiness;
}

function sweepsOf(
  context: ServerContext,
  { nodes, uploads, sessions }: { nodes: Nodes; uploads: { sweep: Sweep }; sessions: Sessions },
): Sweep[] {
  const clocks = createClockCheck({ ...context, clock: context.environment.clock });
  const decided = { nodes, clocks };
  return [
    ...(keepsFiles(context.config) ? onOneNode(decided, 'sweeps of files', [uploads.sweep]) : []),
    ...onOneNode(decided, 'sweeps of rows', [sessions.removeExpired, ...databaseSweeps(context)]),
  ];
}

function isHttps({ publicUrl }: ServerConfig): boolean {
  return publicUrl?.startsWith('https:') ?? false;
}

function createHttpServer(context: ServerContext, app: Express, realtime: Realtime) {
  const { config } = context;
  const options = {
    requestTimeout: requestMilliseconds,
    headersTimeout: config.headerMilliseconds,
    connectionsCheckingInterval: config.headerMilliseconds,
  };
  const httpServer = http.createServer(options, app);
  limitConnections(httpServer, context);
  realtime.attach(httpServer);
  limitBodyTime(httpServer, config.bodyMilliseconds);
  return { httpServer, leaving: createLeaving(httpServer) };
}

/** Closes sockets and server. Idle keep-alive connections are closed at once, unless it has left a balancer. */
async function closeConnections(httpServer: http.Server, closeRealtime: () => Promise<void>): Promise<void> {
  const idle = setInterval(() => httpServer.closeIdleConnections(), 50);
  const patience = setTimeout(() => httpServer.closeAllConnections(), closingMilliseconds);
  try {
    await closeRealtime();
  } finally {
    clearInterval(idle);
    clearTimeout(patience);
  }
}
