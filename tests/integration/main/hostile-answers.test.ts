import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { createMemorySecretStore } from '../../../main/session/secret-store.ts';
import { ephemeralEventSchemas, loggedEventSchemas } from '../../../protocol/wire/event.ts';
import { projectTopic, userTopic } from '../../../protocol/wire/topic.ts';
import { createRandom } from '../../faults/random.ts';
import { fromSchema } from '../../fuzz/from-schema.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { dataOf, startRuntime } from '../../helpers/runtime.ts';
import { createProject, type TestUser } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { run, startBand, startDevice } from './band.ts';
import { openHostileProxy } from './hostile-proxy.ts';

/** No schema of ours takes one of these at a place where another one of them fits. */
const wrong: (() => unknown)[] = [
  () => null,
  () => -1,
  () => 1e300,
  () => true,
  () => '',
  () => 'x'.repeat(100_000),
  () => '__proto__',
  () => [],
  () => ({}),
  () => JSON.parse('{"__proto__":{"polluted":true},"length":1e9,"then":1}'),
  () => JSON.parse(`${'['.repeat(3000)}${']'.repeat(3000)}`),
  () => Array.from({ length: 10_000 }, () => 0),
];

/** Puts something wrong at a place of the value, or leaves something out. */
function twist(value: unknown, random: () => number): unknown {
  const isDeep = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  if (!isDeep || random() < 0.15) return wrong[Math.floor(random() * wrong.length)]?.();
  const keys = Object.keys(value);
  const key = keys[Math.floor(random() * keys.length)] ?? '';
  if (Array.isArray(value))
    return value.map((one, index) => (String(index) === key ? twist(one, random) : one));
  const { [key]: one, ...rest } = value as Record<string, unknown>;
  return random() < 0.2 ? rest : { ...rest, [key]: twist(one, random) };
}

it('a server that answers and sends nonsense neither stops the app nor costs a change', async () => {
  const { server, ana, ben, projectId, cutId } = await startBand();
  const foreignId = await createProject(ben, [], 'Foreign');
  const proxy = await openHostileProxy(server.url);
  const [userData, secrets] = [await temporaryFolder('bandmate-client'), createMemorySecretStore()];
  const desk = await startDevice(proxy, ana, { userData, secrets });
  await dataOf(desk.handlers['projects.enter']({ id: projectId }));
  await until(() => desk.account()?.cache.readCursor(projectTopic(projectId)));
  const random = createRandom(7);

  proxy.twist((json) => twist(json, random));
  const before = proxy.requests();
  const begun = performance.now();
  const topics = [
    projectTopic(projectId),
    projectTopic(foreignId),
    userTopic(ana.account.id),
    userTopic('x'),
    7,
  ];
  const seqs = [-1, 0, 1, 2, 1e300, 9_007_199_254_740_991, null, '3'];
  const ids = () => fc.constantFrom(projectId, foreignId, cutId, ana.account.id, '../../x', '__proto__');
  for (const [name, schema] of Object.entries({ ...loggedEventSchemas, ...ephemeralEventSchemas })) {
    const payloads = fc.sample(fromSchema(schema, { ids, hostility: 50 }), 6);
    for (const [index, payload] of payloads.entries()) {
      const position = {
        topic: topics[index % topics.length],
        seq: seqs[Math.floor(random() * seqs.length)],
      };
      proxy.inject(`42${JSON.stringify([name, payload, position])}`);
    }
  }
  for (const packet of [
    '42[]',
    '42["x"]',
    '42["__proto__",{}]',
    '43999[{}]',
    '42["connect"]',
    '44{"message":"no"}',
  ])
    proxy.inject(packet);

  const texts = Array.from({ length: 5 }, (_, number) => `Kept ${number}`);
  for (const text of texts) {
    await run(desk, 'comment.create', { id: newId(), cutId, text, timestamp: 1 });
    await ben.command('cut.update', { id: cutId, name: `Renamed for ${text}` });
  }
  for (let round = 0; round < 10; round += 1) {
    const answers = await Promise.all([
      desk.handlers['projects.read']({ id: projectId }),
      desk.handlers['projects.read']({ id: foreignId }),
      desk.handlers['comments.list']({ cutId }),
      desk.handlers['activities.list']({ projectId, limit: 50 }),
      desk.handlers['notifications.list'](null),
      desk.handlers['search.query']({ text: 'take' }),
    ]);
    for (const answer of answers) if (!answer.ok) expect(answer.message).not.toBe('');
  }
  const perSecond = (proxy.requests() - before) / Math.max(1, (performance.now() - begun) / 1000);
  expect(perSecond).toBeLessThan(300);

  // The app starts again, so that nothing waits for its next attempt.
  proxy.twist(null);
  await desk.stop();
  const again = await startRuntime({ userData, secrets });
  await until(
    async () => {
      const project = await again.handlers['projects.read']({ id: projectId });
      return project.ok && project.data.vibes[0]?.cuts[0]?.name === 'Renamed for Kept 4';
    },
    { timeoutMilliseconds: 60_000, what: 'the project to be as on the server' },
  );
  await until(async () => (await textsOf(ben, cutId)).length === texts.length, {
    timeoutMilliseconds: 60_000,
    what: 'every change to be on the server',
  });
  expect((await textsOf(ben, cutId)).sort()).toEqual(texts);
  expect((await dataOf(again.handlers['projects.list'](null))).map(({ id }) => id)).toEqual([projectId]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

async function textsOf(user: TestUser, cutId: string): Promise<string[]> {
  const { body } = await user.request('GET', `/api/cuts/${cutId}/comments`);
  return body.map(({ text }: { text: string }) => text);
}
