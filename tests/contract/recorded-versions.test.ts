import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type CommandKind, commandSchemas } from '../../protocol/wire/command.ts';
import { readErrorBody } from '../../protocol/wire/error.ts';
import { protocolVersion, versionsApart } from '../../protocol/wire/version.ts';
import type { ApiRoute } from '../../server/api-docs/route.ts';
import { apiRoutes } from '../../server/api-docs/routes.ts';
import type { Exchange } from '../versions/recording-proxy.ts';

/*
 * The messages between apps and servers of earlier versions, as `RECORD=1 npm run test:versions` kept it: today's schemas,
 * which are the app's reader and the server's guard, must go on taking it.
 */
const folder = new URL('../fixtures/recorded-versions/', import.meta.url);
const recordings = readdirSync(folder)
  .map((file) => ({ file, version: Number.parseInt(file, 10) }))
  .filter(({ version }) => version >= protocolVersion - versionsApart);
const read = (file: string): Exchange[] => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));

const routes = Object.values(apiRoutes).flat();

function routeOf({ method, path }: Exchange): ApiRoute | undefined {
  const { pathname } = new URL(path, 'http://server');
  const fits = ({ path: pattern }: ApiRoute) =>
    new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`).test(pathname);
  const fitting = routes.filter((route) => route.method === method.toLowerCase() && fits(route));
  // `/api/users/me` before `/api/users/:id`.
  return fitting.toSorted((a, b) => a.path.split(':').length - b.path.split(':').length)[0];
}

test('the version before this one is recorded, in both directions', () => {
  const files = recordings.map(({ file }) => file);
  expect(files).toContain(`${protocolVersion - 1}-answers.json`);
  expect(files).toContain(`${protocolVersion - 1}-requests.json`);
});

describe.each(recordings.filter(({ file }) => file.endsWith('-answers.json')))(
  'a server of version $version',
  ({ file }) => {
    test('is understood: every answer has a shape that the app reads', () => {
      const exchanges = read(file);
      const problems: string[] = [];
      for (const exchange of exchanges) {
        const { method, path, status, answer } = exchange;
        if (status === 304) continue;
        const schema = routeOf(exchange)?.answers.find((one) => one.status === status)?.schema;
        const isRead =
          status >= 400 ? readErrorBody(answer) !== null : schema?.safeParse(answer).success === true;
        if (!isRead) problems.push(`${method} ${path} ${status} ${JSON.stringify(answer).slice(0, 300)}`);
      }
      expect(problems).toEqual([]);
      expect(new Set(exchanges.map((one) => routeOf(one)?.path)).size).toBeGreaterThan(8);
    });
  },
);

describe.each(recordings.filter(({ file }) => file.endsWith('-requests.json')))(
  'an app of version $version',
  ({ file }) => {
    test('is understood: every request has a route, and a body and commands that the server takes', () => {
      const exchanges = read(file);
      const problems: string[] = [];
      const kinds = new Set<string>();
      for (const exchange of exchanges) {
        const { method, path, sent } = exchange;
        const route = routeOf(exchange);
        if (!route) problems.push(`${method} ${path}: no such route`);
        if (route?.json && sent !== null && !route.json.safeParse(sent).success)
          problems.push(`${method} ${path}: ${JSON.stringify(sent).slice(0, 300)}`);
        const query = Object.fromEntries(new URL(path, 'http://server').searchParams);
        if (route?.query && !route.query.safeParse(query).success)
          problems.push(`${method} ${path}: its query`);
        if (path !== '/api/commands') continue;
        for (const { kind, payload } of (sent as { operations: { kind: CommandKind; payload: unknown }[] })
          .operations) {
          kinds.add(kind);
          if (!commandSchemas[kind]?.payload.safeParse(payload).success)
            problems.push(`${kind}: ${JSON.stringify(payload)}`);
        }
      }
      expect(problems).toEqual([]);
      expect([...kinds]).toEqual(expect.arrayContaining(['comment.create', 'reply.create', 'message.send']));
    });
  },
);
