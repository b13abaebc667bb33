import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { systemEnvironment } from '../common/environment.ts';
import { createSerialQueue } from '../common/serial-queue.ts';
import { createSoundRoutes } from './audio/sound-routes.ts';
import { createAuth } from './auth/auth.ts';
import { createAuthRoutes } from './auth/auth-routes.ts';
import { createOriginCheck } from './auth/origin.ts';
import { createPasswordGuard } from './auth/password-guard.ts';
import { createPasswordQueue } from './auth/password-queue.ts';
import { createRegistrationLimiter } from './auth/registration-limiter.ts';
import { createSessions, toActor } from './auth/sessions.ts';
import { createDispatcher } from './commands/dispatcher.ts';
import { coreHandlers } from './commands/handlers.ts';
import { createInvitationToken } from './commands/invitation-token.ts';
import { forgetAnswers } from './commands/operations.ts';
import { defaultConfig, type ServerConfig } from './config.ts';
import type { ServerContext } from './context.ts';
import { openDataFolder } from './data-folder.ts';
import { openDatabase } from './db/open-database.ts';
import { compactLog } from './events/compact-log.ts';
import { handleFileDelete } from './files/file-delete.ts';
import { createFileRoutes } from './files/file-routes.ts';
import { createUploadRoutes, type UploadRoutes } from './files/upload-routes.ts';
import { limitBodyTime } from './http/body.ts';
import { createChatRoutes } from './http/chat-routes.ts';
import { createHttpApp } from './http/http-app.ts';
import { createProjectImageRoutes } from './http/project-image-routes.ts';
import { createSearchRoutes } from './http/search-routes.ts';
import { createIdSource, readLastId } from './ids.ts';
import { createLog } from './log.ts';
import { createMeasurements, type Measurements } from './measurements/measurements.ts';
import { createRealtime } from './realtime/realtime.ts';
import { createSearchThread } from './search/search-thread.ts';
import { createSharePage } from './share/share-page.ts';
import { createShareRoutes } from './share/share-routes.ts';
import { createSharedRoutes } from './share/shared-routes.ts';
import { removeExpiredShares } from './share/shares.ts';
import { openStores } from './storage/open-stores.ts';
import { daysAgo, sweepRegularly } from './sweeping.ts';

/** A server that accepts connections. */
export type RunningServer = {
  /** The address it listens on, without a slash at the end. */
  url: string;
  port: number;
  /** What answers HTTP, for whoever wants to know which routes are mounted. */
  app: Express;
  /** Accepts no more, lets requests in flight finish (10 s at most), and gives up the data folder. */
  close(): Promise<void>;
};

const closingMilliseconds = 10_000;

/** How long one request may take to come in. Node allows five minutes, which a slow line needs for one bounce. */
const requestMilliseconds = 24 * 60 * 60 * 1000;

/**
 * Puts a server together and lets it listen. Throws `DataFolderError` when the folder can't be had, and the
 * system's error when the port can't.
 */
export async function createServer(partialConfig: Partial<ServerConfig> = {}): Promise<RunningServer> {
  const asked = { ...defaultConfig, ...partialConfig };
  const log = createLog(asked.logLevel);
  const undo: (() => unknown)[] = [];
  const unwind = async () => {
    while (undo.length > 0) await undo.pop()?.();
  };
  try {
    const folder = openDataFolder(asked.dataDirectory);
    const config: ServerConfig = { ...asked, dataDirectory: folder.path };
    undo.push(folder.release);
    for (const warning of folder.warnings) log.warn(warning);
    const db = await openDatabase(folder.databaseFile);
    undo.push(() => db.destroy());
    const { clock } = systemEnvironment;
    const newId = createIdSource({ now: clock.now, after: await readLastId(db) });
    const environment = { ...systemEnvironment, newId };

    const secureCookies = config.publicUrl?.startsWith('https:') ?? false;
    const { secret } = folder;
    const auth = createAuth({ db, secret, secureCookies, publicUrl: config.publicUrl, log });
    const sessions = createSessions(db, { secret, secureCookies });
    const isOriginAllowed = createOriginCheck(config);

    const options = {
      requestTimeout: requestMilliseconds,
      headersTimeout: config.headerMilliseconds,
      connectionsCheckingInterval: config.headerMilliseconds,
    };
    const httpServer = http.createServer(options, (request, response) => app(request, response));
    httpServer.maxConnections = config.maximumConnections;
    const queue = createSerialQueue();
    undo.push(() => queue.idle());
    let uploads: UploadRoutes | undefined;
    const realtime = createRealtime({
      httpServer,
      db,
      queue,
      sessions,
      isOriginAllowed,
      allowedOrigins: config.allowedOrigins,
      sweepMilliseconds: config.sessionSweepMilliseconds,
      pingIntervalMilliseconds: config.pingIntervalMilliseconds,
      pingTimeoutMilliseconds: config.pingTimeoutMilliseconds,
      presenceGraceMilliseconds: config.presenceGraceMilliseconds,
      log,
    });
    limitBodyTime(httpServer, config.bodyMilliseconds);
    undo.push(() => closeConnections(httpServer, realtime.close));
    // After the uploads, whose end breaks off their sweep.
    let stopSweeping: (() => Promise<void>) | undefined;
    undo.push(() => stopSweeping?.());
    let measurements: Measurements | undefined;
    undo.push(() => measurements?.close());
    // Before connections are waited for: an upload in progress may last for hours, and can go on later.
    undo.push(() => uploads?.close());

    // Kept, because a server that has begun to close no longer knows where it listened.
    let listeningUrl = '';
    const publicUrl = () => config.publicUrl ?? listeningUrl;
    const handlers = { ...coreHandlers, 'file.delete': handleFileDelete };
    const invitationToken = createInvitationToken(secret);
    const dispatcher = createDispatcher({ db, queue, handlers, publicUrl, invitationToken, environment });
    dispatcher.onCommitted(realtime.poke);
    dispatcher.onCommitted(({ events }) => {
      for (const { event } of events) {
        if (event.name === 'file:uploaded' && event.payload.type === 'CUT')
          measurements?.request(event.payload);
      }
    });
    const context: ServerContext = {
      config,
      db,
      dispatcher,
      environment,
      authenticate: async (headers) => {
        const session = await sessions.find(headers);
        return session && toActor(session.account);
      },
      publicUrl,
      log,
    };
    const searchThread = createSearchThread({
      databaseFile: folder.databaseFile,
      deadlineMilliseconds: config.searchMilliseconds,
      log,
    });
    undo.push(searchThread.close);
    const stores = await openStores(folder.path, clock);
    const { blobs } = stores;
    uploads = createUploadRoutes(context, stores);
    measurements = createMeasurements({
      db,
      blobs,
      announce: {
        peaks: ({ projectId, ...file }) => realtime.tellProject(projectId, 'file:peaks', file),
      },
      log,
    });
    const passwordQueue = createPasswordQueue();
    const passwords = createPasswordGuard(passwordQueue, config.maximumFailedLogins);
    const sharePasswords = createPasswordGuard(passwordQueue, config.maximumFailedLogins);
    const registrations = createRegistrationLimiter(config.maximumRegistrations);
    const onSessionEnded = realtime.endSession;
    const app = createHttpApp(context, {
      isOriginAllowed,
      streaming: [
        uploads.router,
        createFileRoutes(context, blobs),
        createSoundRoutes(context, blobs, measurements),
        createProjectImageRoutes(context, blobs),
      ],
      routers: [
        createAuthRoutes({
          auth,
          sessions,
          passwords,
          registrations,
          secret,
          secureCookies,
          onSessionEnded,
        }),
        createChatRoutes(context, realtime.isOnline),
        createSearchRoutes(context, searchThread),
        createShareRoutes(context, passwords),
        createSharedRoutes(context, { blobs, passwords: sharePasswords, secret, secureCookies }),
        createSharePage(context),
      ],
    });

    const port = await listen(httpServer, config);
    listeningUrl = urlOf(config.host, port);
    measurements.catchUp();
    stopSweeping = sweepRegularly(
      [
        uploads.sweep,
        sessions.removeExpired,
        () => removeExpiredShares(db),
        (signal) => compactLog(db, daysAgo(config.eventDays, clock), signal),
        (signal) => forgetAnswers(db, daysAgo(config.answerDays, clock), signal),
      ],
      log,
    );
    log.info({ url: listeningUrl, dataDirectory: folder.path }, 'listening');
    return { url: listeningUrl, port, app, close: unwind };
  } catch (error) {
    await unwind();
    throw error;
  }
}

/** Where a program on this machine reaches a server that listens on `host`. */
function urlOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/** Answers the port that was taken. */
function listen(httpServer: http.Server, { port, host }: ServerConfig): Promise<number> {
  return new Promise((resolve, reject) => {
    httpServer.once('error', reject);
    httpServer.listen(port, host, () => {
      httpServer.off('error', reject);
      resolve((httpServer.address() as AddressInfo).port);
    });
  });
}

/** Closes sockets and server. Connections that are kept alive without a request are ended at once. */
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
