import http from 'node:http';

export type Answer = { status: number; headers: http.IncomingHttpHeaders; body: Buffer };

/** Bodies longer than this are cut off: answers are searched, and none here is long. */
const longest = 1_000_000;

/** Sends requests over a few connections. A `Buffer` is sent as it is, everything else as JSON. */
export function createSender(url: string) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  const send = (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const isJson = body !== undefined && !Buffer.isBuffer(body);
      const sent = Buffer.isBuffer(body) ? body : Buffer.from(isJson ? JSON.stringify(body) : '');
      const outgoing = http.request(`${url}${path}`, {
        ...{ method, agent },
        headers: {
          ...(isJson && { 'content-type': 'application/json' }),
          'content-length': sent.length,
          // So that two refusals can be compared to the byte.
          'x-request-id': 'of-the-matrix',
          ...headers,
        },
      });
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => {
        const pieces: Buffer[] = [];
        let length = 0;
        incoming.on('data', (piece: Buffer) => {
          if (length < longest) pieces.push(piece);
          length += piece.length;
        });
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(pieces),
          }),
        );
      });
      outgoing.end(sent);
    });
  return { send, close: () => agent.destroy() };
}
