import fc from 'fast-check';
import type { ApiRoute } from '../../server/api-docs/route.ts';
import { apiRoutes } from '../../server/api-docs/routes.ts';
import { assemble, canary, furnish, type Scene } from '../contract/server/matrix/scene.ts';
import { createSender } from '../contract/server/matrix/send.ts';
import { registerUser, signInAgain, type TestServer, type TestUser } from '../helpers/server.ts';
import { fuzz } from './fuzz.ts';
import { type FuzzRequest, requestsOf } from './requests.ts';

const kinds = [
  'project',
  'vibe',
  'cut',
  'file',
  'comment',
  'reply',
  'message',
  'conversation',
  'activity',
  'token',
  'sha256',
  'upload',
];

/** The kind of thing that a field or a part of a path names: `targetCutId` a cut, `/api/replies/:id` a reply, `id` a new one. */
function kindOf(name: string): string {
  if (name === 'id') return 'new';
  const lower = name.toLowerCase().replace('replies', 'reply').replace('activities', 'activity');
  if (/user|member|mention/.test(lower)) return 'user';
  if (lower === 'tus') return 'upload';
  if (/media|version|zip|files|stem/.test(lower)) return 'file';
  return kinds.find((kind) => lower.includes(kind)) ?? 'any';
}

const pick = (from: string[], at: number) => from[at % from.length] ?? 'x';

/** A band whose every word is a canary, and people with other projects who know all its ids. */
export async function plant(server: TestServer) {
  const victims = await assemble(server);
  const victim = await furnish(server, victims.band, victims.project);
  const attackers = await assemble(server);
  let own = await furnish(server, attackers.band, attackers.project, 'Sparrow');
  const callers: TestUser[] = [own.band.nobody, own.band.stranger, own.band.member, own.band.owner];

  /** Ids of one kind, first those of the attackers, or of every kind. */
  function known(kind: string): string[] {
    const scenes: Scene[] = [own, victim];
    const things = scenes.flatMap((scene) =>
      Object.entries(scene).flatMap(([name, value]) =>
        typeof value === 'string' && kindOf(name) === kind && !secrets.has(value) ? [value] : [],
      ),
    );
    const people = scenes.flatMap(({ band }) => Object.values(band).map(({ account }) => account.id));
    if (kind === 'user') return people;
    return things.length > 0 ? things : [...kinds.flatMap(known), ...people];
  }
  const secrets = new Set([victim.token, victim.lockedToken, victim.guestToken]);

  return {
    callers,
    ids: (name: string) =>
      fc.oneof(
        {
          weight: kindOf(name) === 'new' ? 0 : 5,
          arbitrary: fc.nat(1000).map((at) => pick(known(kindOf(name)), at)),
        },
        { weight: 1, arbitrary: fc.nat(1000).map((at) => pick(known('any'), at)) },
        { weight: kindOf(name) === 'new' ? 5 : 1, arbitrary: fc.uuid() },
      ),
    victim,
    own: () => own,
    /** Gives the attackers their sessions and their project back if they have lost them. */
    async revive(): Promise<void> {
      for (const [index, caller] of callers.entries()) {
        if (index === 0 || (await caller.request('GET', '/api/auth/me')).status === 200) continue;
        const again = await signInAgain(server, caller).catch(() => registerUser(server));
        callers[index] = again;
        if (index === 3) Object.assign(attackers.band, { owner: again });
      }
      const [, , , owner] = callers as [TestUser, TestUser, TestUser, TestUser];
      const answer = await owner.request('GET', `/api/projects/${own.projectId}`);
      if (answer.status === 200 && answer.body.memberCount > 2 && answer.body.vibes.length > 1) return;
      const fresh = await assemble(server);
      own = await furnish(server, fresh.band, fresh.project, 'Sparrow');
      Object.assign(attackers.band, fresh.band);
      callers.splice(1, 3, fresh.band.stranger, fresh.band.member, fresh.band.owner);
    },
  };
}
export type Plant = Awaited<ReturnType<typeof plant>>;

/** Routes that hash passwords, which takes long: they get fewer cases. */
const hashing = /auth\/(register|login)|unlock|password/;

/** Sends each route so many requests; answers how many were sent in all. */
export async function attackRoutes(
  server: TestServer,
  garden: Plant,
  casesPerRoute: number,
): Promise<number> {
  const { send, close } = createSender(server.url);
  let count = 0;
  const failures: string[] = [];
  try {
    // Last, whatever deletes something that the others need.
    const all = Object.values(apiRoutes).flat();
    const isLast = ({ method, path }: ApiRoute) => method === 'delete' || path === '/api/commands';
    for (const route of [...all.filter((one) => !isLast(one)), ...all.filter(isLast)]) {
      const isSimple = hashing.test(route.path) || (!route.path.includes(':') && !route.query && !route.json);
      const cases = isSimple ? Math.ceil(casesPerRoute / 5) : casesPerRoute;
      count += await attackRoute(garden, send, route, cases).catch((error: Error) => {
        failures.push(error.message);
        return 0;
      });
      await garden.revive();
    }
  } finally {
    close();
  }
  if (failures.length > 0) throw new Error(failures.join('\n\n'));
  return count;
}

async function attackRoute(
  { ids, callers }: Plant,
  send: ReturnType<typeof createSender>['send'],
  route: ApiRoute,
  cases: number,
): Promise<number> {
  const method = route.method.toUpperCase();
  const requests = requestsOf(route, { ids, hostility: 25 }, callers.length);
  return fuzz(
    `${method} ${route.path}`,
    requests,
    cases,
    async ({ caller, path, body, headers }: FuzzRequest) => {
      const cookie = callers[caller]?.cookie;
      const answer = await withinTime(send(method, path, body, { ...(cookie && { cookie }), ...headers }));
      // A disk that has no room is no mistake of the server.
      if (answer.status >= 500 && !answer.body.includes('"kind":"no-space"'))
        throw new Error(`It answered ${answer.status}: ${answer.body.subarray(0, 300)}`);
      const said = Buffer.concat([answer.body, Buffer.from(JSON.stringify(answer.headers))]);
      if (said.includes(canary))
        throw new Error(`It answered what others have: ${answer.body.subarray(0, 300)}`);
    },
  );
}

const patienceMilliseconds = 15_000;

async function withinTime<Value>(work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('There was no answer.')), patienceMilliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
