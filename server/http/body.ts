import type { IncomingMessage, Server } from 'node:http';
import express, { type Request, type RequestHandler, type Response } from 'express';

/** Largest JSON body of strangers, and of signed-in callers, in bytes. */
const strangerBytes = 16 * 1024;
const accountBytes = 100 * 1024;

/** How long a body may take once its sender is known, in milliseconds. */
const accountMilliseconds = 2 * 60 * 1000;

const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/**
 * Ends the connection of every request whose body is not there in full after `milliseconds`. Node's own
 * `requestTimeout` is the same for all requests, and uploads take hours. Call it after Socket.IO is attached, so
 * that it covers long-polling too.
 */
export function limitBodyTime(httpServer: Server, milliseconds: number): void {
  httpServer.prependListener('request', (request: IncomingMessage) => {
    const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
    if (encoding === undefined && (length === undefined || length === '0')) return;
    allowBodyTime(request, milliseconds);
    request.once('end', () => allowBodyTime(request, null));
  });
}

/** Gives the body of this request this long from now on, in milliseconds; null = no limit. */
function allowBodyTime(request: IncomingMessage, milliseconds: number | null): void {
  clearTimeout(timers.get(request));
  timers.delete(request);
  if (milliseconds === null || request.complete) return;
  const timer = setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, milliseconds);
  timer.unref();
  timers.set(request, timer);
}

/** Compressed bodies are refused: a few kilobytes of them may become many megabytes. */
const jsonParser = (limit: number) => express.json({ limit, inflate: false });

/** Reads a small JSON body for routes that anyone may call. */
export const strangerJson: RequestHandler = jsonParser(strangerBytes);

/** Reads JSON of an authenticated caller into `request.body`. Rejects with what body-parser throws. */
export type ReadBody = (request: Request, response: Response) => Promise<void>;

export function accountJson(limit = accountBytes): ReadBody {
  const parse = jsonParser(limit);
  return (request, response) => {
    allowBodyTime(request, accountMilliseconds);
    return new Promise((resolve, reject) => {
      parse(request, response, (error?: unknown) => (error ? reject(error) : resolve()));
    });
  };
}

/** For routes that read their bodies themselves, for as long as that takes. */
export const ownBody: ReadBody = async (request) => allowBodyTime(request, null);
