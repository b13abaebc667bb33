import type { IncomingHttpHeaders } from 'node:http';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { fitOfProtocol, protocolHeader, protocolVersion } from '../../protocol/wire/version.ts';
import type { ServerContext } from '../context.ts';
import { isUnreachable, isUnstorable, unreachable } from '../db/postgres/postgres-errors.ts';
import { failure } from '../failure.ts';
import { isNoSpace, noSpace } from '../storage/disk.ts';
import { StorageError } from '../storage/storage-error.ts';
import { requestIdOf, sendFailure } from './answer.ts';

/** Answers are data: never framed, sniffed into another type, cached by a proxy or allowed to load anything. */
export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.setHeader(protocolHeader, protocolVersion);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-site');
  response.setHeader('Cache-Control', 'no-store');
  next();
};

const corsHeaders = {
  'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
  'Access-Control-Allow-Headers':
    'Content-Type, Authorization, Bandmate-Account, Bandmate-Protocol, Idempotency-Key, Tus-Resumable, Upload-Offset, Upload-Length, Upload-Metadata',
  'Access-Control-Max-Age': '600',
};

/** Refusals of an app whose version is too far from ours. Its changes wait until one of the two is updated. */
export const misfits = {
  fits: null,
  older: 'This version of BandMate is too old for the server. Update the app.',
  newer: 'This version of BandMate is too new for the server. Ask whoever runs the server to update it.',
};

export const fittingAppsOnly: RequestHandler = (request, response, next) => {
  const misfit = misfits[fitOfProtocol(request.get(protocolHeader))];
  if (misfit === null) next();
  else sendFailure(response, failure('unavailable', misfit));
};

/** Browsers that have seen the server by https never speak to it in clear text again. */
export function httpsOnly(publicUrl: string | null): RequestHandler {
  const isHttps = publicUrl?.startsWith('https:') ?? false;
  return (_request, response, next) => {
    if (isHttps) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    next();
  };
}

/** Lets pages of allow-listed origins read answers. The server's own pages need no such header. */
export function crossOrigin(allowedOrigins: string[]): RequestHandler {
  const allowed = new Set(allowedOrigins);
  return (request, response, next) => {
    const { origin } = request.headers;
    if (origin === undefined || !allowed.has(origin)) return next();
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader(
      'Access-Control-Expose-Headers',
      'Upload-Offset, Upload-Length, Tus-Resumable, Retry-After, X-Request-Id',
    );
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    response.vary('Origin');
    if (request.method !== 'OPTIONS' || !request.headers['access-control-request-method']) return next();
    response.set(corsHeaders).status(204).end();
  };
}

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses state-changing requests from foreign pages, whatever credentials they have. */
export function ownOriginOnly(isOriginAllowed: (headers: IncomingHttpHeaders) => boolean): RequestHandler {
  return (request, response, next) => {
    if (readingMethods.has(request.method) || isOriginAllowed(request.headers)) return next();
    sendFailure(response, failure('foreign-origin', 'Requests from this origin are not allowed.'));
  };
}

/** Logs and measures each request, in one line. It has the route's pattern and not the path, since paths may hold invitation tokens. */
export function requestLog({ log, metrics }: Pick<ServerContext, 'log' | 'metrics'>): RequestHandler {
  return (request, response, next) => {
    const begun = performance.now();
    const end = () => {
      const route = routeOf(request);
      const elapsed = performance.now() - begun;
      const milliseconds = Math.round(elapsed);
      const { statusCode: status } = response;
      metrics.requests.observe(
        {
          method: methods.has(request.method) ? request.method : 'other',
          route: route ?? 'none',
          status: `${Math.floor(status / 100)}xx`,
        },
        elapsed / 1000,
      );
      const line = {
        // This event comes from the connection, outside of the request.
        ...requestIdOf(response),
        method: request.method,
        route,
        status,
        milliseconds,
        finished: response.writableFinished,
      };
      log[levelOf(status)](line, 'request');
    };
    response.once('close', end);
    next();
  };
}

/**
 * 503 is the answer of a server that works as it should but can't help now: it is stopping, keeps no files, is not ready,
 * or doesn't fit the app. If something failed, that has a line of its own.
 */
function levelOf(status: number): 'error' | 'warn' | 'debug' {
  if (status < 500) return 'debug';
  return status === 503 ? 'warn' : 'error';
}

/** The methods of our routes and of browsers: a label has no other values. */
const methods = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** The pattern of the route that answered, or null. Of several, the one with the most parameters. */
function routeOf({ route }: Request): string | null {
  const path: unknown = Array.isArray(route?.path) ? route.path.at(-1) : route?.path;
  return path === undefined ? null : String(path);
}

export const notFoundHere: RequestHandler = (_request, response) => {
  sendFailure(response, failure('not-found', 'There is nothing at this address.'));
};

const bodyErrors: Record<string, string> = {
  'entity.parse.failed': 'The body is not valid JSON.',
  'encoding.unsupported': 'Send the body uncompressed.',
};

/** An error of Express or one of its body parsers. */
type HttpError = { status?: number; type?: string };

/** Answers everything that a route throws: clients learn about their own mistakes, and nothing about ours. */
export function errorAnswer(log: Logger): ErrorRequestHandler {
  return (error: HttpError, _request, response, next) => {
    if (response.headersSent) {
      log.error({ err: error }, 'A request failed after its answer had begun');
      return next(error);
    }
    const status = error.status ?? 500;
    if (status === 413) return sendFailure(response, failure('too-large', 'The request is too large.'));
    if (status >= 400 && status < 500) {
      const message = (error.type && bodyErrors[error.type]) ?? 'The request can’t be read.';
      return sendFailure(response, failure('invalid', message));
    }
    if (isUnstorable(error))
      return sendFailure(response, failure('invalid', 'The request is not valid text.'));
    const level = error instanceof StorageError ? error.level : 'error';
    log[level]({ err: error }, 'A request failed');
    if (isUnreachable(error)) return sendFailure(response, unreachable);
    if (isNoSpace(error)) return sendFailure(response, noSpace);
    if (error instanceof StorageError) return sendFailure(response, error.answer);
    sendFailure(response, failure('internal', 'Something went wrong on the server.'));
  };
}
