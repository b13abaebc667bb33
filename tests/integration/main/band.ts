import { newId } from '../../../common/new-id.ts';
import type { RuntimeDependencies } from '../../../main/runtime/create-runtime.ts';
import type { CommandKind, CommandPayload } from '../../../protocol/wire/command.ts';
import { userTopic } from '../../../protocol/wire/topic.ts';
import type { ServerConfig } from '../../../server/config.ts';
import { dataOf, signIn, startRuntime, type TestRuntime } from '../../helpers/runtime.ts';
import {
  createProject,
  registerUser,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

export type Band = {
  server: TestServer;
  ana: TestUser;
  ben: TestUser;
  projectId: string;
  cutId: string;
};

/** Ana and Ben share a project, in which Ana has made a cut. */
export async function startBand(config: Partial<ServerConfig> = {}): Promise<Band> {
  const server = await startServer(config);
  const ana = await registerUser(server, { name: 'Ana' });
  const ben = await registerUser(server, { name: 'Ben' });
  const projectId = await createProject(ana, [ben]);
  const [vibeId, cutId] = [newId(), newId()];
  await ana.command('vibe.create', { id: vibeId, projectId, name: 'Groove' });
  await ana.command('cut.create', { id: cutId, vibeId, name: 'Take 1' });
  return { server, ana, ben, projectId, cutId };
}

/** The client of one of them, connected, with their own topic followed. */
export async function startDevice(
  server: { url: string },
  user: TestUser,
  changes: Partial<RuntimeDependencies> = {},
): Promise<TestRuntime> {
  const runtime = await startRuntime(changes);
  await signIn(runtime, server, user);
  await until(() => runtime.account()?.cache.readCursor(userTopic(user.account.id)), {
    what: 'the own topic to be followed',
  });
  return runtime;
}

export function run<Kind extends CommandKind>(
  runtime: TestRuntime,
  kind: Kind,
  payload: CommandPayload<Kind>,
): Promise<{ state: 'confirmed' | 'queued' }> {
  return dataOf(runtime.handlers['commands.run']({ kind, payload }));
}

/** The names of the events that reached the window, in order. */
export const eventsOf = (runtime: TestRuntime): string[] =>
  runtime.pushed.flatMap((message) => (message.name === 'realtime.event' ? [message.data.name] : []));
