import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Express } from 'express';

export type AskedRequest = { method: string; path: string; body: string | null; userId: string };
export type GivenAnswer = { status: number; text: string };

/** Sends a request to an Express app without a network. The body is passed in parsed, as the app's parser leaves it. */
export function ask(app: Express, asked: AskedRequest): Promise<GivenAnswer> {
  return new Promise((resolve) => {
    const request = new IncomingMessage(new Socket());
    request.method = asked.method;
    request.url = asked.path;
    request.headers = { 'x-user': asked.userId };
    Object.assign(request, { body: asked.body === null ? undefined : JSON.parse(asked.body) });
    const response = new ServerResponse(request);
    response.end = ((chunk?: unknown) => {
      const text = chunk === undefined ? '' : String(chunk);
      resolve({ status: response.statusCode, text });
      return response;
    }) as ServerResponse['end'];
    app(request as never, response as never);
  });
}
