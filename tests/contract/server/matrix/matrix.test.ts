import { expect, onTestFinished, test } from 'vitest';
import { newId } from '../../../../common/new-id.ts';
import { errorBodySchema } from '../../../../protocol/wire/error.ts';
import type { ApiRoute } from '../../../../server/api-docs/route.ts';
import { apiRoutes } from '../../../../server/api-docs/routes.ts';
import { createServer } from '../../../../server/app.ts';
import { countRows } from '../../../helpers/count-rows.ts';
import { disposeLater, temporaryFolder } from '../../../helpers/disposal.ts';
import { mountedRoutes } from '../../../helpers/mounted-routes.ts';
import { startServer, type TestUser } from '../../../helpers/server.ts';
import { type Access, type Caller, callers, expectedOf } from './access.ts';
import { listen } from './hearing.ts';
import { type Ask, type Row, rows } from './rows.ts';
import { assemble, canary, furnish, type Scene } from './scene.ts';
import { type Answer, createSender } from './send.ts';

const documented = new Map(
  Object.values(apiRoutes)
    .flat()
    .map((route): [string, ApiRoute] => [`${route.method.toUpperCase()} ${route.path}`, route]),
);
const isReading = (route: string) => /^(GET|HEAD|OPTIONS) /.test(route);
/**
 * Sessions end, and refusals are remembered, so that the repetition of a request gets the same one, audited, and counted
 * among the attempts that nodes share.
 */
const remembered = ['operation', 'spentOperation', 'auditEntry', 'attempt'];
const passing = new Set(['session', 'spentRefreshToken', ...remembered]);
const foreign = { origin: 'https://evil.example' };

test('every mounted route has a row, and every row a route', async () => {
  const dataDirectory = await temporaryFolder('bandmate-server');
  const { app, close } = await createServer({ logLevel: 'silent', port: 0, dataDirectory });
  disposeLater(close);
  const pathOf = (route: string) => route.slice(route.indexOf(' ') + 1);
  const mounted = mountedRoutes(app);
  const paths = new Set(rows.map(([route]) => pathOf(route)));
  const routes = new Set(rows.map(([route]) => route));
  const covers = (route: string) =>
    route.startsWith('_ALL ') ? paths.has(pathOf(route)) : routes.has(route);
  expect(mounted.filter((route) => !covers(route))).toEqual([]);
  expect([...routes].filter((route) => !documented.has(route))).toEqual([]);
  expect([...documented.keys()].filter((route) => !routes.has(route))).toEqual([]);
});

test('every route answers each caller as its row says, and every event reaches those it is for', async () => {
  const server = await startServer();
  const crowd = await assemble(server);
  const heard = await listen(server, crowd);
  const scene = await furnish(server, crowd.band, crowd.project);
  const { send, close } = createSender(server.url);
  onTestFinished(close);
  const mistakes: string[] = [];
  for (const [index, row] of rows.entries()) {
    mistakes.push(...(await tryRow({ scene, send, isByBearer: index % 2 === 1 }, row)));
  }
  mistakes.push(...(await heard.mistakes(scene)));
  expect(mistakes).toEqual([]);
  // Hundreds of requests, each as ten callers.
}, 180_000);

type Trial = { scene: Scene; send: ReturnType<typeof createSender>['send']; isByBearer: boolean };

/** Every mistake in the answers of this route. */
async function tryRow(trial: Trial, [route, kind, ask = () => []]: Row): Promise<string[]> {
  const { scene } = trial;
  const { band } = scene;
  const [may, mayNot] = [true, false].map((is) =>
    callers.filter((caller) => (expectedOf(kind, caller) === 'ok') === is),
  ) as [Caller[], Caller[]];
  const mistakes: string[] = [];

  // A refused request uses nothing up, so everyone gets the same one.
  const [parameters = {}, body, { as: _, ...more } = {}] = await ask(scene, band[may[0] ?? 'owner']);
  const refused: Ask = [parameters, body, more];
  const before = isReading(route) ? [] : await countRows(scene.server, passing);
  for (const caller of mayNot) {
    const answer = await request(trial, route, refused, band[caller]);
    mistakes.push(...judge(route, kind, caller, answer));
    if (answer.status === 404 && !(await isLikeNothing(trial, route, refused, band[caller], answer))) {
      mistakes.push(`${route} as ${caller}: differs from the answer for what doesn’t exist`);
    }
  }
  if (!isReading(route)) {
    const answer = await request(trial, route, refused, band.owner, foreign);
    if (answer.status !== 403 || parse(answer.body).kind !== 'foreign-origin') {
      mistakes.push(`${route} from a foreign page: ${answer.status}, expected 403`);
    }
    const changed = (await countRows(scene.server, passing)).filter((count) => !before.includes(count));
    mistakes.push(...changed.map((count) => `${route}: a refused request changed ${count}`));
  }

  for (const caller of may) {
    const own = await ask(scene, band[caller]);
    mistakes.push(...judge(route, kind, caller, await request(trial, route, own, band[caller])));
    if (isReading(route)) {
      const answer = await request(trial, route, own, band[caller], foreign);
      if (answer.headers['access-control-allow-origin'])
        mistakes.push(`${route}: a foreign page can read it`);
    }
    if (!route.startsWith('GET ')) continue;
    const head = await request(trial, route.replace('GET', 'HEAD'), own, band[caller]);
    mistakes.push(...judge(route, kind, caller, head));
  }
  return mistakes;
}

async function request(
  { send, isByBearer }: Trial,
  route: string,
  [parameters = {}, body, { query, headers, as } = {}]: Ask,
  caller: TestUser,
  more: Record<string, string> = {},
): Promise<Answer> {
  const [method = '', pattern = ''] = route.split(' ');
  const path = pattern.replace(/:(\w+)/g, (_, name) => encodeURIComponent(parameters[name] ?? newId()));
  const { accessToken, cookie } = caller.cookie && as ? as : caller;
  const session = isByBearer ? { authorization: `Bearer ${accessToken}` } : { cookie };
  const hasSession = (isByBearer ? accessToken : cookie) !== '';
  const needsBody = body === undefined && !isReading(route) && method !== 'DELETE';
  return send(method, query ? `${path}?${query}` : path, needsBody ? {} : body, {
    ...(hasSession && session),
    ...headers,
    ...more,
  });
}

/** Whether a thing of others is answered as one that doesn't exist. */
async function isLikeNothing(
  trial: Trial,
  route: string,
  [parameters = {}, ...rest]: Ask,
  caller: TestUser,
  answer: Answer,
): Promise<boolean> {
  const unknown = Object.fromEntries(Object.keys(parameters).map((name) => [name, newId()]));
  const nothing = await request(trial, route, [unknown, ...rest], caller);
  return nothing.status === answer.status && nothing.body.equals(answer.body);
}

const outside = new Set<Caller>(['nobody', 'ended', 'disabled', 'stranger', 'removed']);
/** Routes that show strangers something of the project, because they have its link. */
const byLink = /^\w+ (\/api)?\/share\//;

function judge(route: string, kind: Access, caller: Caller, { status, body }: Answer): string[] {
  const expected = expectedOf(kind, caller);
  const successes = documented.get(route)?.answers.map((answer) => answer.status) ?? [];
  const isRight = expected === 'ok' ? successes.includes(status) : status === Number(expected);
  const mistakes = isRight
    ? []
    : [`${route} as ${caller}: ${status}, expected ${expected}. ${body.subarray(0, 200)}`];
  if (outside.has(caller) && !byLink.test(route) && body.includes(canary)) {
    mistakes.push(`${route} as ${caller}: answers what is in the project`);
  }
  if (expected !== 'ok' && body.length > 0 && !errorBodySchema.safeParse(parse(body)).success) {
    mistakes.push(`${route} as ${caller}: the refusal has another form`);
  }
  return mistakes;
}

// biome-ignore lint/suspicious/noExplicitAny: parsed where it matters.
function parse(body: Buffer): any {
  try {
    return JSON.parse(body.toString());
  } catch {
    return {};
  }
}
