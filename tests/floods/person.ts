import http from 'node:http';
import { newId } from '../../common/new-id.ts';

export type Answer = { status: number; retryAfter: string | null; body: string };

/** Someone with an account and a session, or nobody yet. For tests and benches alike. */
export type Person = {
  id: string;
  email: string;
  cookie: string;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Runs commands in one request. Throws a refusal. */
  run(...operations: [kind: string, payload: object][]): Promise<unknown[]>;
};

export const password = 'correct horse battery';

/** One request on a connection of its own. Bytes are sent as they are, everything else as JSON. */
export function ask(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = Buffer.isBuffer(body) ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body));
    const outgoing = http.request(`${url}${path}`, {
      ...{ method, agent: false },
      headers: { 'content-type': 'application/json', 'content-length': sent.length, ...headers },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on('data', (piece: Buffer) => pieces.push(piece));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const retryAfter = incoming.headers['retry-after'] ?? null;
        resolve({ status: incoming.statusCode ?? 0, retryAfter, body: Buffer.concat(pieces).toString() });
      });
    });
    outgoing.end(sent);
  });
}

export async function register(url: string, name: string): Promise<Person> {
  const email = `${newId()}@example.com`;
  const response = await fetch(`${url}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, name }),
  });
  const { user } = (await response.json()) as { user: { id: string } };
  const [line = ''] = response.headers.getSetCookie();
  const cookie = line.split(';')[0] ?? '';
  const person: Person = {
    ...{ id: user.id, email, cookie },
    ask: (method, path, body, headers) => ask(url, method, path, body, { cookie, ...headers }),
    async run(...operations) {
      const { status, body } = await person.ask('POST', '/api/commands', {
        operations: operations.map(([kind, payload]) => ({ operationId: newId(), kind, payload })),
      });
      if (status !== 200) throw new Error(`Commands were answered ${status}: ${body}`);
      const { answers } = JSON.parse(body) as {
        answers: { ok: boolean; message?: string; result: unknown }[];
      };
      const refused = answers.find(({ ok }) => !ok);
      if (refused) throw new Error(`A command was refused: ${refused.message}`);
      return answers.map(({ result }) => result);
    },
  };
  return person;
}
