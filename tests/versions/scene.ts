import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { newId } from '../../common/new-id.ts';
import type * as CreateRuntime from '../../main/runtime/create-runtime.ts';
import type * as Secrets from '../../main/session/secret-store.ts';
import type { CommandKind, CommandPayload } from '../../protocol/wire/command.ts';
import { disposeLater, temporaryFolder } from '../helpers/disposal.ts';
import { noDesktop } from '../helpers/no-desktop.ts';
import { createQuietLog } from '../helpers/quiet-log.ts';
import { dataOf } from '../helpers/runtime.ts';
import { createProject, registerUser, type TestUser } from '../helpers/server.ts';
import { until } from '../helpers/until.ts';
import { makeWave } from '../helpers/uploads.ts';
import { type Exchange, openRecordingProxy } from './recording-proxy.ts';

type App = Awaited<ReturnType<typeof openApp>>;

/** The other version may be anywhere between two attempts to reach the server. */
const seen = <Value>(what: string, probe: () => Value | Promise<Value>) =>
  until(probe, { what, timeoutMilliseconds: 120_000 });

/** The app of a checkout, without a window, signed in by way of a proxy of its own. */
async function openApp(root: string, serverUrl: string, { email, password }: TestUser) {
  const load = <Module>(path: string): Promise<Module> => import(pathToFileURL(join(root, path)).href);
  const { createRuntime } = await load<typeof CreateRuntime>('main/runtime/create-runtime.ts');
  const { createMemorySecretStore } = await load<typeof Secrets>('main/session/secret-store.ts');
  const proxy = await openRecordingProxy(serverUrl);
  const runtime = createRuntime({
    ...{ userData: await temporaryFolder('versions-app'), log: createQuietLog(), version: '0.0.0' },
    ...{ platform: 'linux', suggestedServerUrl: null, secrets: createMemorySecretStore() },
    actions: noDesktop,
    realtimeSettings: { headsMilliseconds: 1000, connection: { backoff: { first: 50, longest: 500 } } },
  });
  disposeLater(async () => {
    await runtime.stop();
    proxy.close();
  });
  await runtime.start();
  await dataOf(
    runtime.handlers['session.signIn']({ serverUrl: proxy.url, email, password, rememberMe: true }),
  );
  const run = <Kind extends CommandKind>(kind: Kind, payload: CommandPayload<Kind>) =>
    dataOf(runtime.handlers['commands.run']({ kind, payload } as never));
  return { handlers: runtime.handlers, run, proxy };
}

const cutsOf = async (app: App, projectId: string) =>
  (await dataOf(app.handlers['projects.read']({ id: projectId }))).vibes.flatMap(({ cuts }) => cuts);
const wordsOf = async (app: App, cutId: string) =>
  (await dataOf(app.handlers['comments.list']({ cutId })))
    .flatMap(({ text, replies }) => [text, ...replies.map((reply) => reply.text)])
    .sort();

/** The work of a band, with the apps of two checkouts on one server. Fails where one of them doesn't see what it should. */
export async function playScene(parts: {
  roots: { ana: string; ben: string };
  serverUrl: string;
}): Promise<{ ana: Exchange[]; ben: Exchange[] }> {
  const { roots, serverUrl } = parts;
  const people = {
    ana: await registerUser({ url: serverUrl }, { name: 'Ana' }),
    ben: await registerUser({ url: serverUrl }, { name: 'Ben' }),
  };
  const projectId = await createProject(people.ana, [people.ben], 'Two versions');
  const ana = await openApp(roots.ana, serverUrl, people.ana);
  const ben = await openApp(roots.ben, serverUrl, people.ben);
  for (const app of [ana, ben]) {
    await seen('the project', async () => (await dataOf(app.handlers['projects.list'](null))).length === 1);
    await dataOf(app.handlers['projects.enter']({ id: projectId }));
  }
  const cutId = await bounce(ana, ben, projectId);
  await bounce(ben, ana, projectId);
  await talk(ana, ben, { projectId, cutId, benId: people.ben.account.id });
  await goOffline(ana, ben, cutId);
  await goOffline(ben, ana, cutId);
  return { ana: ana.proxy.exchanges, ben: ben.proxy.exchanges };
}

/** A bounce from the folder of one is on the screen of the other. */
async function bounce(from: App, to: App, projectId: string): Promise<string> {
  const folder = await temporaryFolder('versions-bounces');
  await mkdir(folder, { recursive: true });
  await dataOf(
    from.handlers['bindings.create']({ folder, projectId, routing: { kind: 'song-name' }, stacking: true }),
  );
  const name = `Take ${newId().slice(-6)}.wav`;
  await writeFile(join(folder, name), makeWave(400_000));
  const cut = await seen('the bounce of the other', async () =>
    (await cutsOf(to, projectId)).find(({ files }) => files.some((file) => file.name === name)),
  );
  return cut.id;
}

async function talk(ana: App, ben: App, ids: { projectId: string; cutId: string; benId: string }) {
  const { cutId, benId } = ids;
  const commentId = newId();
  await ben.run('comment.create', { id: commentId, cutId, text: 'More reverb', timestamp: 0.5 });
  await seen('the comment', async () => (await wordsOf(ana, cutId)).includes('More reverb'));
  await ana.run('reply.create', { id: newId(), commentId, text: 'From here?' });
  await seen('the reply', async () => (await wordsOf(ben, cutId)).includes('From here?'));
  const conversationId = newId();
  await ana.run('conversation.open', { id: conversationId, userId: benId });
  await ana.run('message.send', { id: newId(), conversationId, text: 'v2 is up' });
  await seen('the message', async () => {
    const list = await dataOf(ben.handlers['chat.conversations'](null));
    if (!list.some(({ id }) => id === conversationId)) return false;
    const { messages } = await dataOf(ben.handlers['chat.messages']({ conversationId, limit: 10 }));
    return messages.some(({ text }) => text === 'v2 is up');
  });
}

/** One loses the network, both comment, and both see all of it afterwards. */
async function goOffline(away: App, here: App, cutId: string): Promise<void> {
  const before = await wordsOf(here, cutId);
  away.proxy.cut(true);
  await away.run('comment.create', { id: newId(), cutId, text: 'Written on a train', timestamp: 0.25 });
  await here.run('comment.create', { id: newId(), cutId, text: 'Written at home', timestamp: 0.75 });
  away.proxy.cut(false);
  const all = [...before, 'Written on a train', 'Written at home'].sort();
  for (const app of [away, here])
    await seen('the comments of both', async () => String(await wordsOf(app, cutId)) === String(all));
  // The event may come before the answer of its command.
  await seen('the last answer', async () => (await dataOf(away.handlers['outbox.list'](null))).length === 0);
}
