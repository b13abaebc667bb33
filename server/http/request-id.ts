import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestHandler } from 'express';

export const requestIdHeader = 'X-Request-Id';

/** As balancers make them. Anything else could forge a line of a log, or fill it. */
const wellFormed = /^[\w.:+/=-]{8,128}$/;

const current = new AsyncLocalStorage<string>();

/** The id of the request that is being answered, for the log. */
export function currentRequestId(): string | undefined {
  return current.getStore();
}

/** Gives each request an id, that of the proxy in front if there is one. It is in the answer and in each line of the log. */
export function requestIds(newId: () => string): RequestHandler {
  return (request, response, next) => {
    const given = request.get(requestIdHeader);
    const id = given !== undefined && wellFormed.test(given) ? given : newId();
    response.setHeader(requestIdHeader, id);
    current.run(id, next);
  };
}
