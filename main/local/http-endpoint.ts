import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, BridgeErrorKind } from '../../protocol/ipc/bridge.ts';
import { type ErrorKind, errorStatus } from '../../protocol/wire/error.ts';
import { localText } from '../text/local.ts';
import { type AnswerLocal, mostRequestBytes } from './request.ts';
import { isSameToken } from './token.ts';

const httpPath = '/v1';
const mostConnections = 32;
/** Everything is on this computer, so a request that takes longer to arrive is none of ours. */
const patienceMilliseconds = 5_000;

export type HttpEndpoint = { url: string; stop(): Promise<void> };

/**
 * Listens on a free port of this computer's own address. A request needs the token. One that a web page could have caused is
 * refused, also with the token: by its `Origin` or `Sec-Fetch-Site`, and, where a page pointed its own name here, by `Host`.
 */
export async function startHttpEndpoint(parts: {
  token: string;
  answer: AnswerLocal;
}): Promise<HttpEndpoint> {
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    void respond(request, response, { ...parts, port });
  });
  server.maxConnections = mostConnections;
  server.requestTimeout = patienceMilliseconds;
  server.headersTimeout = patienceMilliseconds;
  server.keepAliveTimeout = patienceMilliseconds;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${httpPath}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Parts = { token: string; answer: AnswerLocal; port: number };

async function respond(request: IncomingMessage, response: ServerResponse, parts: Parts): Promise<void> {
  const refusal = refuse(request, parts);
  if (refusal) return send(response, refusal, { close: true });
  const body = await readBody(request);
  if (body === 'gone') return;
  if (body === 'too-large')
    return send(response, { ok: false, kind: 'too-large', message: localText.tooLarge }, { close: true });
  send(response, await parts.answer(body));
}

/** Decided before anything of the body is read. */
function refuse({ method, url, headers }: IncomingMessage, { token, port }: Parts): Refusal | null {
  const isOurName = headers.host === `127.0.0.1:${port}` || headers.host === `localhost:${port}`;
  if (!isOurName || headers.origin !== undefined || headers['sec-fetch-site'] !== undefined)
    return { ok: false, kind: 'foreign-origin', message: localText.notForPages };
  if (!isSameToken(headers.authorization?.replace(/^Bearer /, ''), token))
    return { ok: false, kind: 'unauthorised', message: localText.wrongToken };
  if (method !== 'POST' || url !== httpPath)
    return { ok: false, kind: 'not-found', message: localText.onlyPost };
  if (!/^application\/json\b/i.test(headers['content-type'] ?? ''))
    return { ok: false, kind: 'unsupported-type', message: localText.wrongType };
  return null;
}

type Refusal = Extract<Answer<never>, { ok: false }>;

/** Parsed; undefined if it is not JSON, which no request is. `gone`: the connection ended first. */
async function readBody(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of request) {
      size += piece.length;
      if (size > mostRequestBytes) return 'too-large';
      pieces.push(piece);
    }
  } catch {
    return 'gone';
  }
  return readJson(Buffer.concat(pieces).toString('utf8'));
}

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, answer: Answer<object>, { close = false } = {}): void {
  response
    .writeHead(answer.ok ? 200 : statusOf(answer.kind), {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(close && { connection: 'close' }),
    })
    .end(JSON.stringify(answer));
}

/** The app is there, but the server, or an account, is not. */
function statusOf(kind: BridgeErrorKind): number {
  return kind in errorStatus ? errorStatus[kind as ErrorKind] : 503;
}
