import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { errorBodySchema, errorStatus } from '../../../protocol/wire/error.ts';
import { describeHttp } from '../../../server/api-docs/openapi.ts';
import { errorsOf } from '../../../server/api-docs/route.ts';
import { apiRoutes } from '../../../server/api-docs/routes.ts';
import { createServer } from '../../../server/app.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { mountedRoutes } from '../../helpers/mounted-routes.ts';
import { registerUser, startServer } from '../../helpers/server.ts';

const routes = Object.values(apiRoutes).flat();

async function mounted(): Promise<Set<string>> {
  const dataDirectory = await temporaryFolder('bandmate-server');
  const { app, close } = await createServer({ logLevel: 'silent', port: 0, dataDirectory });
  disposeLater(close);
  return new Set(mountedRoutes(app));
}

test('the mounted routes and the documented ones are the same', async () => {
  const real = await mounted();
  expect(real.size).toBeGreaterThan(50);
  const all = [...real].filter((route) => route.startsWith('_ALL ')).map((route) => route.slice(5));
  // A route for all methods is documented with those that it answers.
  const table = new Set(
    routes.map(({ method, path }) =>
      all.includes(path) ? `_ALL ${path}` : `${method.toUpperCase()} ${path}`,
    ),
  );
  expect([...real].filter((route) => !table.has(route))).toEqual([]);
  expect([...table].filter((route) => !real.has(route))).toEqual([]);
});

test('no route is documented twice', () => {
  const names = routes.map(({ method, path }) => `${method} ${path}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('every route is in the document', () => {
  const { paths } = describeHttp() as { paths: Record<string, Record<string, unknown>> };
  const described = Object.values(paths).flatMap((operations) => Object.keys(operations));
  expect(described).toHaveLength(routes.length);
});

/** The answer of each route to an empty request of this person, with ids of nothing. */
async function ask(url: string, cookie: string | undefined) {
  const answers = [];
  for (const route of routes) {
    const { method, path } = route;
    // Signing out would affect the requests that follow.
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

/** The answers that are not documented, by status and, for errors, by kind. */
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

test('a stranger reaches the routes for anyone, and no other', async () => {
  const server = await startServer();
  const answers = await ask(server.url, undefined);
  const shut = answers.filter(({ route }) => route.who !== 'anyone');
  expect(shut.filter(({ status }) => status !== 401).map(({ route }) => route.path)).toEqual([]);
  expect(unsaid(answers)).toEqual([]);
});

test('a signed-in person gets documented answers, and nothing of others', async () => {
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

test('a successful JSON answer matches its documented schema', async () => {
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
