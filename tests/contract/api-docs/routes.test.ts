import type { Express } from 'express';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { errorBodySchema, errorStatus } from '../../../protocol/wire/error.ts';
import { describeHttp } from '../../../server/api-docs/openapi.ts';
import { errorsOf } from '../../../server/api-docs/route.ts';
import { apiRoutes } from '../../../server/api-docs/routes.ts';
import { createServer } from '../../../server/app.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { registerUser, startServer } from '../../helpers/server.ts';

const routes = Object.values(apiRoutes).flat();

/** What of Express's router is looked at beside its public types. */
type Layer = {
  route?: { path: string | string[]; methods: Record<string, boolean> };
  handle?: { stack?: Layer[] };
};

/** `GET /api/projects` for each method and path that is mounted; `_ALL` where every method is. */
function mountedRoutes(app: Express): string[] {
  const walk = (stack: Layer[]): string[] =>
    stack.flatMap(({ route, handle }) => {
      if (!route) return walk(handle?.stack ?? []);
      return [route.path]
        .flat()
        .flatMap((path) => Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${path}`));
    });
  return walk((app as unknown as { router: { stack: Layer[] } }).router.stack);
}

async function mounted(): Promise<Set<string>> {
  const dataDirectory = await temporaryFolder('bandmate-server');
  const { app, close } = await createServer({ logLevel: 'silent', port: 0, dataDirectory });
  disposeLater(close);
  return new Set(mountedRoutes(app));
}

test('every route that is mounted is in the table, and the other way round', async () => {
  const real = await mounted();
  expect(real.size).toBeGreaterThan(50);
  const all = [...real].filter((route) => route.startsWith('_ALL ')).map((route) => route.slice(5));
  // A route for all methods stands in the table with those that it answers.
  const table = new Set(
    routes.map(({ method, path }) =>
      all.includes(path) ? `_ALL ${path}` : `${method.toUpperCase()} ${path}`,
    ),
  );
  expect([...real].filter((route) => !table.has(route))).toEqual([]);
  expect([...table].filter((route) => !real.has(route))).toEqual([]);
});

test('no route is in the table twice', () => {
  const names = routes.map(({ method, path }) => `${method} ${path}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('every route is in the document', () => {
  const { paths } = describeHttp() as { paths: Record<string, Record<string, unknown>> };
  const described = Object.values(paths).flatMap((operations) => Object.keys(operations));
  expect(described).toHaveLength(routes.length);
});

/** What each route answers to an empty request of this person: JSON that is no form, ids of nothing. */
async function ask(url: string, cookie: string | undefined) {
  const answers = [];
  for (const route of routes) {
    const { method, path } = route;
    // A person who signs out would be a stranger to what follows.
    if (cookie && path === '/api/auth/logout') continue;
    const hasBody = method !== 'get' && method !== 'head' && method !== 'options';
    const response = await fetch(url + path.replace(/:\w+/g, newId), {
      method: method.toUpperCase(),
      headers: { ...(cookie && { cookie }), ...(hasBody && { 'content-type': 'application/json' }) },
      ...(hasBody && { body: '{}' }),
    });
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    const text = await response.text();
    answers.push({ route, status: response.status, body: isJson && text ? JSON.parse(text) : undefined });
  }
  return answers;
}

/** The answers that the table doesn't have, by status and, for errors, by kind. */
function unsaid(answers: Awaited<ReturnType<typeof ask>>): string[] {
  return answers.flatMap(({ route, status, body }) => {
    const kinds = errorsOf(route);
    const isSaid =
      route.answers.some((answer) => answer.status === status) ||
      (kinds.some((kind) => errorStatus[kind] === status) &&
        (body === undefined || kinds.includes(errorBodySchema.parse(body).kind)));
    return isSaid ? [] : [`${route.method} ${route.path}: ${status} ${body?.kind}`];
  });
}

test('who is not signed in is let into the routes for anyone, and into no other', async () => {
  const server = await startServer();
  const answers = await ask(server.url, undefined);
  const shut = answers.filter(({ route }) => route.who !== 'anyone');
  expect(shut.filter(({ status }) => status !== 401).map(({ route }) => route.path)).toEqual([]);
  expect(unsaid(answers)).toEqual([]);
});

test('who is signed in gets answers that the table has, and never what is nobody’s', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const answers = await ask(server.url, ada.cookie);
  expect(unsaid(answers)).toEqual([]);
  const shut = answers.filter(
    ({ route: { who, path } }) => /member|admin|author/.test(who) && path.includes(':'),
  );
  expect(shut.length).toBeGreaterThan(25);
  expect(shut.filter(({ status }) => status < 400).map(({ route }) => route.path)).toEqual([]);
});

test('a good answer with JSON is what the table says', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  let compared = 0;
  for (const { route, status, body } of await ask(server.url, ada.cookie)) {
    const said = route.answers.find((answer) => answer.status === status);
    if (!said?.schema) continue;
    expect(said.schema.safeParse(body).success, `${route.method} ${route.path}`).toBe(true);
    compared += 1;
  }
  expect(compared).toBeGreaterThan(10);
});
